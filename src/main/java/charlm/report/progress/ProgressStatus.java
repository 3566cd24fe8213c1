package charlm.report.progress;

import charlm.report.Durations;
import charlm.report.StepMetric;
import charlm.train.TrainingListener.StepReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/**
 * The status of a run.
 *
 * @param report of the last step
 * @param steps of the whole run
 * @param epochs of the whole run
 * @param charactersPerSecond scored characters, in a time that includes saves and evaluations
 * @param secondsLeft until the end of the run
 */
record ProgressStatus(StepReport report, long steps, int epochs, double charactersPerSecond, double secondsLeft) {
    private static final double KILO = 1e3;
    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 40;
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** Returns a log line. */
    String logLine() {
        return format(
                "epoch %d/%d step %d/%d: %s, %.0f characters/s, %.0f ms, %s left",
                report.epoch() + 1,
                epochs,
                report.step() + 1,
                steps,
                Stream.of(StepMetric.values())
                        .flatMap(metric -> metric.logText(report).stream())
                        .collect(Collectors.joining(", ")),
                charactersPerSecond,
                report.elapsedMillis(),
                Durations.text(secondsLeft));
    }

    /**
     * Returns one JSON object: the fields of the metrics log, {@code steps_planned}, {@code epochs_planned} and
     * {@code seconds_left}.
     */
    String json() {
        Map<String, Object> fields = StepMetric.fields(report);
        fields.put(StepMetric.SPEED.key(), Math.round(charactersPerSecond));
        fields.put("steps_planned", steps);
        fields.put("epochs_planned", epochs);
        fields.put("seconds_left", Math.round(secondsLeft));
        return JSON.std.asString(fields);
    }

    /** Returns a line shorter than {@code columns}: with a bar if there is space, with fewer numbers if there is little. */
    String barLine(int columns, boolean colours) {
        int space = Math.max(0, columns - 1 - "^C".length()); // what a terminal shows of Ctrl-C must not wrap either
        String epoch = "epoch " + (report.epoch() + 1);
        String step = "step " + (report.step() + 1);
        String loss = format("loss %.4f", report.loss());
        String rate = format("lr %.1e", report.rateAfter());
        String speed = format("%.1fk char/s", charactersPerSecond / KILO);
        String left = Durations.text(secondsLeft) + " left";
        String all = String.join("  ", epoch + "/" + epochs, step + "/" + steps, loss, rate, speed, left);
        if (all.length() <= space) {
            return bar(space - all.length(), colours) + all;
        }
        return Stream.of(
                        List.of(epoch, step + "/" + steps, loss, rate, speed, left),
                        List.of(epoch, step, loss, rate, speed, left),
                        List.of(epoch, step, loss, speed, left),
                        List.of(epoch, step, loss, left))
                .map(parts -> String.join(" ", parts))
                .filter(text -> text.length() <= space)
                .findFirst()
                .orElseGet(() -> left.substring(0, Math.min(left.length(), space)));
    }

    /** Returns {@code [=====     ] } in at most {@code space} characters, or nothing. */
    private String bar(int space, boolean colours) {
        int length = Math.min(space - "[] ".length(), LONGEST_BAR);
        if (length < SHORTEST_BAR) {
            return "";
        }
        int done = (int) (length * (report.step() + 1) / steps);
        String bar = "=".repeat(done) + " ".repeat(length - done);
        return "[" + (colours ? GREEN + bar + PLAIN : bar) + "] ";
    }
}
