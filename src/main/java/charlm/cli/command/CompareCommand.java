package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.eval.Comparison;
import charlm.eval.Score;
import charlm.experiment.ComparisonExperiment;
import charlm.experiment.ComparisonExperiment.Answers;
import charlm.experiment.ComparisonExperiment.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares the answers of models. */
@Command(
        name = "compare",
        header =
                "Compares the answers of two or more models: accuracy, answers gained and lost, McNemar's exact p-value.",
        customSynopsis = "charlm compare [OPTIONS] A B [C ...] TSV",
        sortOptions = false,
        footer = {
            "%nExamples:",
            "  charlm compare vanilla.dev.predictions perceiver.dev.predictions birth_dev.tsv",
            "  charlm compare vanilla.finetune.params perceiver.finetune.params birth_dev.tsv",
            "  charlm compare seed1.dev.predictions seed2.dev.predictions seed3.dev.predictions birth_dev.tsv"
        })
public final class CompareCommand implements Subcommand {
    private static final double SMALLEST_SHOWN_P = 0.0001;
    private static final int FEWEST_FILES = 3;
    private static final int SHOWN_OF_TWO = 10;
    private static final int LETTERS = 26;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Predictions of evaluate, or checkpoints (parameter files), which answer now: one for each model."
                            + " Last the questions with their answers (TSV).")
    private List<Path> files = List.of();

    @Option(
            names = "--show",
            paramLabel = "N",
            description =
                    "List up to N gained answers and up to N lost ones of each pair (default: 10, with more than two"
                            + " models 0).")
    private Integer shown;

    @Mixin
    private EngineOptions engine;

    @Override
    public void check(Checks checks) {
        for (int i = 0; i < files.size(); i++) {
            if (i < files.size() - 1) {
                checks.files().checkpoint(files.get(i));
            } else {
                checks.files().readable(files.get(i));
            }
        }
        checks.require(
                files.isEmpty() || files.size() >= FEWEST_FILES,
                "name two models or more, then the file of questions; got " + files.size()
                        + (files.size() == 1 ? " file" : " files"));
        checks.atLeast("--show", 0, shown);
        engine.check(checks);
    }

    @Override
    public void run(CommandContext context) {
        List<Path> models = files.subList(0, files.size() - 1);
        Answers result = new ComparisonExperiment(models, files.get(models.size()), engine.config()).run();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            lines.add(name(i) + " " + describe(result.score(i)) + "  " + models.get(i));
        }
        lines.addAll(models.size() == 2 ? pair(result.pairs().get(0)) : table(result.pairs()));
        int limit = shown != null ? shown : models.size() == 2 ? SHOWN_OF_TWO : 0;
        for (Pair pair : result.pairs()) {
            String names = models.size() == 2 ? "" : name(pair.first()) + " to " + name(pair.second()) + ", ";
            add(lines, names + "gained", limit, pair.comparison().gained(), pair, result);
            add(lines, names + "lost", limit, pair.comparison().lost(), pair, result);
        }
        lines.forEach(context::print);
    }

    private static String name(int model) {
        return model < LETTERS ? String.valueOf((char) ('A' + model)) : String.valueOf(model + 1);
    }

    private static List<String> pair(Pair pair) {
        Comparison comparison = pair.comparison();
        return List.of(
                "both right " + comparison.bothRight() + ", both wrong " + comparison.bothWrong() + ", gained by B "
                        + comparison.gained().size() + ", lost by B "
                        + comparison.lost().size(),
                "McNemar's exact test: p " + describe(comparison.exactP()));
    }

    private static List<String> table(List<Pair> pairs) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "each pair: answers that the second gains and loses, McNemar's exact p, and p by Holm's method for all "
                        + pairs.size() + " pairs");
        for (Pair pair : pairs) {
            Comparison comparison = pair.comparison();
            lines.add(String.format(
                    Locale.ROOT,
                    "%3s to %-3s gained %4d  lost %4d  p %s  Holm %s",
                    name(pair.first()),
                    name(pair.second()),
                    comparison.gained().size(),
                    comparison.lost().size(),
                    describe(comparison.exactP()),
                    describe(pair.adjustedP())));
        }
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

    private static void add(
            List<String> lines, String what, int limit, List<Integer> indices, Pair pair, Answers result) {
        for (int index : indices.subList(0, Math.min(limit, indices.size()))) {
            lines.add(what + ": " + result.questions().question(index) + " "
                    + result.questions().place(index) + " (" + answer(result, pair.first(), index) + ", "
                    + answer(result, pair.second(), index) + ")");
        }
        if (indices.size() > limit && limit > 0) {
            lines.add(what + ": " + (indices.size() - limit) + " more");
        }
    }

    private static String answer(Answers result, int model, int index) {
        return name(model) + " " + result.answers().get(model).get(index);
    }
}
