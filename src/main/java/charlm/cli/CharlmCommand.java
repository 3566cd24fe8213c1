package charlm.cli;

import charlm.cli.command.AskCommand;
import charlm.cli.command.BaselineCommand;
import charlm.cli.command.BenchCommand;
import charlm.cli.command.CompareCommand;
import charlm.cli.command.CompletionCommand;
import charlm.cli.command.ConvertCommand;
import charlm.cli.command.DatasetCommand;
import charlm.cli.command.DemoCommand;
import charlm.cli.command.DoctorCommand;
import charlm.cli.command.EvaluateCommand;
import charlm.cli.command.FinetuneCommand;
import charlm.cli.command.GenerateCommand;
import charlm.cli.command.HelpCommand;
import charlm.cli.command.InspectCommand;
import charlm.cli.command.PretrainCommand;
import charlm.cli.command.ReportCommand;
import charlm.cli.command.RunsCommand;
import charlm.cli.command.VersionProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The word {@code charlm} itself: lists the commands. */
@Command(
        name = "charlm",
        header = "Pretrains, finetunes and evaluates small character-level transformers.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionProvider.class,
        sortOptions = false,
        subcommands = {
            DemoCommand.class,
            PretrainCommand.class,
            FinetuneCommand.class,
            EvaluateCommand.class,
            AskCommand.class,
            GenerateCommand.class,
            CompareCommand.class,
            ReportCommand.class,
            RunsCommand.class,
            BaselineCommand.class,
            DatasetCommand.class,
            InspectCommand.class,
            ConvertCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  charlm demo",
            "  charlm pretrain vanilla wiki.txt --writing_params_path vanilla.pretrain.params",
            "  charlm evaluate vanilla wiki.txt --reading_params_path vanilla.finetune.params \\",
            "      --eval_corpus_path birth_dev.tsv --outputs_path vanilla.dev.predictions",
            "",
            "charlm help COMMAND shows the options of a command."
        })
final class CharlmCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of charlm, Java and the engines, and exit.")
    private boolean version;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean stackTrace;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Log warnings only; results are still printed.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log more, such as saves and their time.")
    private boolean verbose;

    /** Returns the level of the log. */
    LogLevel logLevel() {
        return quiet ? LogLevel.QUIET : verbose ? LogLevel.VERBOSE : LogLevel.USUAL;
    }

    boolean stackTrace() {
        return stackTrace;
    }
}
