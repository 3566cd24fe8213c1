package charlm.experiment.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time between two saves or evaluations, in seconds, steps or epochs. */
public record Interval(long count, Unit unit) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(s|seconds?|steps?|epochs?)");
    private static final Pattern STEPS_FORM = Pattern.compile("(\\d{1,9})\\s*(|steps?|epochs?)");
    private static final double NANOS_PER_SECOND = 1e9;

    /** The unit of the count. */
    public enum Unit {
        SECONDS,
        STEPS,
        EPOCHS
    }

    public Interval {
        if (count < 1) {
            throw new IllegalArgumentException("must count at least 1, got " + count);
        }
    }

    /** Parses {@code 30s}, {@code 500 steps} or {@code 2 epochs}; throws {@link IllegalArgumentException} for others. */
    public static Interval parse(String text) {
        return parse(FORM, text, "must be 30s, \"500 steps\" or \"2 epochs\"");
    }

    /** As {@link #parse}, without seconds, so that a repeated run does the same at the same step; {@code 500} is steps. */
    public static Interval parseSteps(String text) {
        return parse(STEPS_FORM, text, "must be \"500 steps\" or \"2 epochs\"");
    }

    private static Interval parse(Pattern form, String text, String expected) {
        Matcher matcher = form.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(expected + ", got '" + text + "'");
        }
        String word = matcher.group(2);
        Unit unit = word.startsWith("e") ? Unit.EPOCHS : word.matches("s|sec.*") ? Unit.SECONDS : Unit.STEPS;
        return new Interval(Long.parseLong(matcher.group(1)), unit);
    }

    /** Returns the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return count + " " + unit.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether the interval is over.
     *
     * @param stepsDone since the beginning of the whole run
     * @param nanosSinceLast since the last time, or since this process began to train
     */
    public boolean isDue(long stepsDone, int stepsPerEpoch, long nanosSinceLast) {
        return switch (unit) {
            case SECONDS -> nanosSinceLast >= count * NANOS_PER_SECOND;
            case STEPS -> stepsDone % count == 0;
            case EPOCHS -> stepsDone % (count * stepsPerEpoch) == 0;
        };
    }
}
