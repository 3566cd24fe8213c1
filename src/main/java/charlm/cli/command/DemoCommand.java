package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.cli.option.ProgressOptions;
import charlm.cli.option.SeedOption;
import charlm.eval.Score;
import charlm.experiment.demo.DemoExperiment;
import charlm.nn.Variant;
import charlm.report.progress.ProgressDisplay;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main experiment on the embedded corpus. */
@Command(
        name = "demo",
        header = "Runs the main experiment on invented people, in two minutes: a model answers questions about a text"
                + " it has read.",
        sortOptions = false)
public final class DemoCommand implements Subcommand {
    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "out/demo",
            description =
                    "Write the corpus, the checkpoints and the answers to this folder (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private SeedOption seed;

    @Mixin
    private ProgressOptions progress;

    @Mixin
    private EngineOptions engine;

    @Override
    public void check(Checks checks) {
        progress.check(checks);
        engine.check(checks);
    }

    @Override
    public void run(CommandContext context) {
        try (ProgressDisplay display = progress.display()) {
            run(new DemoExperiment(out, engine.config(), seed.seed(), context.provenance(), display), context);
        }
    }

    private void run(DemoExperiment demo, CommandContext context) {
        Score baseline = demo.baseline();
        context.print(row("model", "not pretrained", "pretrained", "seconds"));
        for (Variant variant : Variant.values()) {
            DemoExperiment.DemoResult result = demo.run(variant);
            context.print(row(
                    variant.label(),
                    cell(result.withoutPretraining()),
                    cell(result.pretrained()),
                    String.format(Locale.ROOT, "%.0f", result.elapsedSeconds())));
        }
        context.print(row("one place for all", cell(baseline), "", ""));
        Path report = demo.report(List.of(Variant.values()));
        context.print(
                "Correct answers to the questions in " + out.resolve("dev.tsv") + "; all other files are beside it.");
        context.print("Open " + report + " in a browser to look at the runs.");
    }

    private static String row(String model, String without, String with, String seconds) {
        return String.format(Locale.ROOT, "%-18s %20s %20s %8s", model, without, with, seconds);
    }

    private static String cell(Score score) {
        return String.format(Locale.ROOT, "%d of %d, %.1f %%", score.correct(), score.total(), score.percent());
    }
}
