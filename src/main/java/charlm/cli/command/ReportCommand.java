package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.experiment.ReportExperiment;
import charlm.files.RunOutputs;
import charlm.report.html.HtmlReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            "  charlm report vanilla.finetune.params perceiver.finetune.params -o both.html",
            "  charlm report results -o results.html"
        })
public final class ReportCommand implements Subcommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description =
                    "Checkpoint or predictions X with their X.run.json, or that file; or a folder, for all runs below it.")
    private List<Path> runs;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "HTML",
            description =
                    "Write the report to this file (default: RUN.html, beside the first run; of a folder, report.html in it).")
    private Path out;

    @Option(
            names = "--question",
            paramLabel = "TEXT",
            description = "Show the model's attention and probabilities for this question; may be repeated.")
    private List<String> questions = new ArrayList<>();

    @Option(
            names = "--probes",
            paramLabel = "N",
            defaultValue = "" + HtmlReport.DEFAULT_PROBES,
            description = "Show attention and probabilities for N questions in all (default: ${DEFAULT-VALUE}).")
    private int probes;

    @Mixin
    private EngineOptions engine;

    @Override
    public void check(Checks checks) {
        checks.atLeast("--probes", 0, probes);
        engine.check(checks);
        if (runs != null) {
            checks.files().writes(outputs());
            runs.stream()
                    .filter(run -> Files.exists(run) && !Files.isDirectory(run)) // a run may have its manifest alone
                    .forEach(checks.files()::readable);
        }
    }

    private RunOutputs outputs() {
        return RunOutputs.ofReport(Optional.ofNullable(out), runs.get(0));
    }

    @Override
    public void run(CommandContext context) {
        RunOutputs outputs = outputs();
        new ReportExperiment(runs, questions, probes, engine.config(), outputs.result()).run();
        if (!outputs.isStream()) {
            context.print("report written to " + outputs.result());
        }
    }
}
