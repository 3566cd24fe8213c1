package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.eval.Comparison;
import charlm.eval.Score;
import charlm.experiment.ComparisonExperiment;
import charlm.experiment.ComparisonExperiment.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares the answers of two models. */
@Command(
        name = "compare",
        header = "Compares two models' answers: accuracy, answers gained and lost, McNemar's exact p-value.",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm compare vanilla.dev.predictions perceiver.dev.predictions birth_dev.tsv",
            "  charlm compare vanilla.finetune.params perceiver.finetune.params birth_dev.tsv"
        })
public final class CompareCommand implements Subcommand {
    private static final double SMALLEST_SHOWN_P = 0.0001;

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "Predictions of evaluate, or a checkpoint (parameter file), which answers now.")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "Predictions or checkpoint of the other model.")
    private Path second;

    @Parameters(index = "2", paramLabel = "TSV", description = "The questions with their answers.")
    private Path questions;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "10",
            description = "List up to N gained answers and up to N lost ones (default: ${DEFAULT-VALUE}).")
    private int shown;

    @Mixin
    private EngineOptions engine;

    @Override
    public void check(Checks checks) {
        checks.files().readable(first).readable(second).readable(questions);
        checks.atLeast("--show", 0, shown);
        engine.check(checks);
    }

    @Override
    public void run(CommandContext context) {
        Answers result = new ComparisonExperiment(first, second, questions, engine.config()).run();
        lines(result).forEach(context::print);
    }

    private List<String> lines(Answers result) {
        Comparison comparison = result.comparison();
        List<String> lines = new ArrayList<>();
        lines.add("A " + describe(comparison.first()) + "  " + first);
        lines.add("B " + describe(comparison.second()) + "  " + second);
        lines.add("both right " + comparison.bothRight() + ", both wrong " + comparison.bothWrong() + ", gained by B "
                + comparison.gained().size() + ", lost by B "
                + comparison.lost().size());
        lines.add("McNemar's exact test: p " + describe(comparison.exactP()));
        add(lines, "gained", comparison.gained(), result);
        add(lines, "lost", comparison.lost(), result);
        return lines;
    }

    private static String describe(Score score) {
        return String.format(
                Locale.ROOT,
                "%d of %d, %.1f %% (95 %%: %.1f to %.1f)",
                score.correct(),
                score.total(),
                score.percent(),
                score.interval().low(),
                score.interval().high());
    }

    private static String describe(double p) {
        return String.format(Locale.ROOT, "%s %.4f", p < SMALLEST_SHOWN_P ? "<" : "=", Math.max(p, SMALLEST_SHOWN_P));
    }

    private void add(List<String> lines, String what, List<Integer> indices, Answers result) {
        for (int index : indices.subList(0, Math.min(shown, indices.size()))) {
            lines.add(what + ": " + result.questions().question(index) + " "
                    + result.questions().place(index) + " (A " + result.first().get(index) + ", B "
                    + result.second().get(index) + ")");
        }
        if (indices.size() > shown && shown > 0) {
            lines.add(what + ": " + (indices.size() - shown) + " more");
        }
    }
}
