package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script for the shell. */
@Command(
        name = "completion",
        header = "Prints a script that makes bash or zsh complete commands, flags and files.",
        sortOptions = false,
        footer = {"%nExample, for this shell or in ~/.bashrc or ~/.zshrc:", "  source <(./charlm completion)"})
public final class CompletionCommand implements Subcommand {
    private static final Pattern VALUES = Pattern.compile("^( *local \\w+_option_args=)(\\(.*\\))");
    private static final List<String> SHELLS = List.of("bash", "zsh");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "bash or zsh; one script serves both (default: ${DEFAULT-VALUE}).")
    private String shell;

    @Spec
    private CommandSpec spec;

    @Override
    public void check(Checks checks) {
        checks.require(
                shell == null || SHELLS.contains(shell),
                "SHELL must be bash or zsh, got '" + shell + "'" + Suggestion.question(String.valueOf(shell), SHELLS));
    }

    @Override
    public void run(CommandContext context) {
        AutoComplete.bash("charlm", spec.root().commandLine())
                .lines()
                .map(CompletionCommand::asDocumented)
                .forEach(context::print);
    }

    /** Values are in lower case, as in the help; shells complete no other case. */
    private static String asDocumented(String line) {
        return VALUES.matcher(line)
                .replaceFirst(match -> match.group(1) + match.group(2).toLowerCase(Locale.ROOT));
    }
}
