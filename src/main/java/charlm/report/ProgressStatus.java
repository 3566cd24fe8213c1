package charlm.report;

import charlm.train.TrainingListener.StepReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/**
 * Where a run is.
 *
 * @param report of the last step
 * @param steps of the whole run
 * @param epochs of the whole run
 * @param charactersPerSecond scored ones, saves and evaluations included
 * @param secondsLeft of what is left to do, whoever did the rest
 */
record ProgressStatus(StepReport report, long steps, int epochs, double charactersPerSecond, double secondsLeft) {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final double KILO = 1e3;
    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 40;
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** Returns one line of a log. */
    String logLine() {
        return format(
                "epoch %d/%d step %d/%d: loss %.4f, rate %.3e, gradient norm %.3f, %.0f characters/s, %.0f ms, %s left",
                report.epoch() + 1,
                epochs,
                report.step() + 1,
                steps,
                report.loss(),
                report.rateAfter(),
                report.gradientNorm(),
                charactersPerSecond,
                report.elapsedMillis(),
                duration(secondsLeft));
    }

    /**
     * Returns one JSON object: the names and meanings of {@link MetricsLog}, {@code steps_planned}, {@code epochs_planned}
     * and {@code seconds_left}.
     */
    String json() {
        Map<String, Object> fields = new LinkedHashMap<>(MetricsLog.numbers(report));
        fields.put("characters_per_second", Math.round(charactersPerSecond));
        fields.put("steps_planned", steps);
        fields.put("epochs_planned", epochs);
        fields.put("seconds_left", Math.round(secondsLeft));
        return JSON.std.asString(fields);
    }

    /** Returns a line shorter than {@code columns}, with a bar where there is room for one. */
    String barLine(int columns, boolean colours) {
        int room = columns - 1; // a terminal may wrap after the last column
        for (String text : List.of(text(true, true), text(false, true), text(false, false))) {
            if (text.length() <= room) {
                return bar(room - text.length(), colours) + text;
            }
        }
        return text(false, false).substring(0, Math.max(0, room));
    }

    private String text(boolean roomy, boolean withSteps) {
        String gap = roomy ? "  " : " ";
        String epoch = roomy ? format("epoch %d/%d", report.epoch() + 1, epochs) : "epoch " + (report.epoch() + 1);
        String step = withSteps ? format("step %d/%d", report.step() + 1, steps) : "step " + (report.step() + 1);
        return String.join(
                gap,
                epoch,
                step,
                format("loss %.4f", report.loss()),
                format("rate %.1e", report.rateAfter()),
                format("%.1fk char/s", charactersPerSecond / KILO),
                duration(secondsLeft) + " left");
    }

    /** Returns {@code [=====     ] } or nothing; {@code room} is what it may take. */
    private String bar(int room, boolean colours) {
        int length = Math.min(room - "[] ".length(), LONGEST_BAR);
        if (length < SHORTEST_BAR) {
            return "";
        }
        int done = (int) (length * (report.step() + 1) / steps);
        String bar = "=".repeat(done) + " ".repeat(length - done);
        return "[" + (colours ? GREEN + bar + PLAIN : bar) + "] ";
    }

    /** Returns {@code 1:02:03}, or {@code 2:03} where it takes no hour. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        long minutes = whole / SECONDS_PER_MINUTE % SECONDS_PER_MINUTE;
        long rest = whole % SECONDS_PER_MINUTE;
        return whole < SECONDS_PER_HOUR
                ? format("%d:%02d", minutes, rest)
                : format("%d:%02d:%02d", whole / SECONDS_PER_HOUR, minutes, rest);
    }
}
