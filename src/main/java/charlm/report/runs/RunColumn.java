package charlm.report.runs;

import charlm.data.UsageException;
import charlm.eval.Score;
import charlm.report.FileFingerprint;
import charlm.report.RunManifest;
import charlm.report.runs.RunFinder.Run;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A value of every run: one of {@link #STANDARD}, or any setting that a manifest has.
 *
 * @param key its name in files and flags
 * @param format of a number in a text
 * @param measured whether a group of runs has a mean of it
 * @param value reads it from a run; null where the run has none
 */
public record RunColumn(String key, String format, boolean measured, Function<Run, Object> value) {
    private static final String WHOLE = "%s";

    /** What the manifest of an evaluation puts before the name of a fact about the training of the model. */
    private static final String TRAINED_WITH = "trained_with_";

    private static final Pattern RECIPE_FLAG = Pattern.compile(" --recipe[ =]'?(\\w+)");
    private static final double PERCENT = 100;

    static final RunColumn NAME = fact("name", Run::name);
    static final RunColumn TASK = fact("task", run -> run.manifest().task());

    /** The questions that were answered; scores of different ones cannot be averaged. */
    static final RunColumn QUESTIONS = fact("questions", RunColumn::questions);

    /** The columns of a table, in their order. */
    public static final List<RunColumn> STANDARD = List.of(
            NAME,
            TASK,
            setting("variant"),
            fact("recipe", RunColumn::recipe),
            setting("seed"),
            setting("precision"),
            setting("steps"),
            measured("last_loss", "%.4f", run -> setting(run, "last_loss")),
            measured("dev_percent", "%.1f", RunColumn::devPercent),
            QUESTIONS,
            fact("correct", run -> score(run, Score::correct)),
            fact("total", run -> score(run, Score::total)),
            measured("percent", "%.1f", run -> score(run, Score::percent)),
            new RunColumn(
                    "low_95",
                    "%.1f",
                    false,
                    run -> score(run, score -> score.interval().low())),
            new RunColumn(
                    "high_95",
                    "%.1f",
                    false,
                    run -> score(run, score -> score.interval().high())),
            measured("seconds", "%.1f", RunColumn::seconds),
            fact("exit", run -> run.manifest().execution().exit()));

    private static RunColumn fact(String key, Function<Run, Object> value) {
        return new RunColumn(key, WHOLE, false, value);
    }

    private static RunColumn setting(String key) {
        return fact(key, run -> setting(run, key));
    }

    private static RunColumn measured(String key, String format, Function<Run, Object> value) {
        return new RunColumn(key, format, true, value);
    }

    /**
     * Returns the column of that key.
     *
     * @throws UsageException when it is no standard column and none of {@code runs} has such a setting
     */
    static RunColumn named(String key, List<Run> runs) {
        return STANDARD.stream()
                .filter(column -> column.key.equals(key))
                .findFirst()
                .orElseGet(() -> {
                    if (runs.stream().allMatch(run -> setting(run, key) == null)) {
                        throw new UsageException(
                                "no run has '" + key + "'; there are " + String.join(", ", keys(runs)));
                    }
                    return setting(key);
                });
    }

    private static List<String> keys(List<Run> runs) {
        Stream<String> settings = runs.stream()
                .flatMap(
                        run -> Stream.of(run.manifest().config(), run.manifest().result()))
                .flatMap(values -> values.keySet().stream())
                .map(key -> key.replaceFirst("^" + TRAINED_WITH, ""))
                .sorted();
        return Stream.concat(STANDARD.stream().map(RunColumn::key), settings)
                .distinct()
                .toList();
    }

    /** Returns a setting or a fact of the training, also of the one before an evaluation, or null. */
    private static Object setting(Run run, String key) {
        RunManifest manifest = run.manifest();
        return Stream.of(TRAINED_WITH + key, key)
                .flatMap(name -> Stream.of(manifest.config(), manifest.result()).map(values -> values.get(name)))
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
    }

    /** Returns the recipe; where no fact has it, the one that the command names. */
    private static Object recipe(Run run) {
        Object recorded = setting(run, "recipe");
        if (recorded != null) {
            return recorded;
        }
        Object training = run.manifest().config().get(TRAINED_WITH + "command");
        Matcher flag = RECIPE_FLAG.matcher(
                training == null ? run.manifest().execution().provenance().command() : String.valueOf(training));
        return flag.find() ? flag.group(1) : "reference";
    }

    private static Object devPercent(Run run) {
        Map<String, Object> result = run.manifest().result();
        if (result.get("best_dev_correct") instanceof Number correct
                && result.get("dev_questions") instanceof Number total) {
            return PERCENT * correct.doubleValue() / total.doubleValue();
        }
        return setting(run, "best_dev_accuracy") instanceof Number share ? PERCENT * share.doubleValue() : null;
    }

    private static Object questions(Run run) {
        return run.manifest()
                .input("questions")
                .filter(file -> run.manifest().score().isPresent())
                .map(FileFingerprint::path)
                .map(path -> path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))))
                .orElse(null);
    }

    private static Object score(Run run, Function<Score, Object> value) {
        return run.manifest().score().map(value).orElse(null);
    }

    private static Object seconds(Run run) {
        Map<String, Object> result = run.manifest().result();
        return result.getOrDefault("training_seconds", result.get("evaluation_seconds"));
    }
}
