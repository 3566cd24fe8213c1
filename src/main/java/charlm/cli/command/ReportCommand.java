package charlm.cli.command;

import charlm.cli.option.EngineOptions;
import charlm.cli.option.FileChecks;
import charlm.cli.option.Ranges;
import charlm.experiment.ReportExperiment;
import charlm.files.RunPaths;
import charlm.report.html.HtmlReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows runs in a browser. */
@Command(
        name = "report",
        header = "Puts one or several runs into a single HTML file: curves, answers, confusions, attention.",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm report vanilla.finetune.params",
            "  charlm report vanilla.finetune.params perceiver.finetune.params -o both.html"
        })
public final class ReportCommand implements Subcommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description = "Parameters or predictions with their X.run.json beside them, or that file.")
    private List<Path> runs;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "HTML",
            description = "Where the report goes (default: RUN.html, beside the first run).")
    private Path out;

    @Option(
            names = "--question",
            paramLabel = "TEXT",
            description = "Look into the model while it answers this; may be repeated.")
    private List<String> questions = new ArrayList<>();

    @Option(
            names = "--probes",
            paramLabel = "N",
            defaultValue = "" + HtmlReport.DEFAULT_PROBES,
            description = "How many questions to look into in all (default: ${DEFAULT-VALUE}).")
    private int probes;

    @Mixin
    private EngineOptions engine;

    @Override
    public List<String> problems() {
        List<String> problems =
                new ArrayList<>(new Ranges().atLeast("--probes", 0, probes).problems());
        problems.addAll(engine.problems());
        if (runs != null) {
            FileChecks files = new FileChecks().writable(target());
            runs.stream()
                    .filter(Files::exists)
                    .forEach(files::readable); // what is left of a run may be its record alone
            problems.addAll(files.problems());
        }
        return problems;
    }

    private Path target() {
        return out != null ? out : new RunPaths(runs.get(0)).report();
    }

    @Override
    public void run(CommandContext context) {
        new ReportExperiment(runs, questions, probes, engine.config(), target()).run();
        context.print("report written to " + target());
    }
}
