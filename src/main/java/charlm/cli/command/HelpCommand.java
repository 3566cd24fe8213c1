package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the help. picocli's own command of this name has a second {@code --help}, which the inherited one excludes. */
@Command(
        name = "help",
        header = "Shows the help of a command, or the list of all commands.",
        sortOptions = false,
        footer = {"%nExample:", "  charlm help pretrain"})
public final class HelpCommand implements Subcommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "COMMAND", description = "Show the help of this command.")
    private String command;

    @Spec
    private CommandSpec spec;

    @Override
    public void check(Checks checks) {
        if (command != null && !spec.root().subcommands().containsKey(command)) {
            checks.require(false, Suggestion.unknownCommand(command, spec.root()));
        }
    }

    @Override
    public void run(CommandContext context) {
        CommandLine root = spec.root().commandLine();
        CommandLine shown = command == null ? root : root.getSubcommands().get(command);
        shown.usage(context.streams().out());
        context.streams().out().flush();
    }
}
