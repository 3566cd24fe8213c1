package charlm.experiment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often the training state is saved: after so many seconds, steps or epochs. */
public record SaveEvery(long count, Unit unit) {
    /** Costs next to nothing, and no crash costs more than a minute. */
    public static final String DEFAULT = "60s";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(s|seconds?|steps?|epochs?)");
    private static final double NANOS_PER_SECOND = 1e9;

    /** What is counted. */
    public enum Unit {
        SECONDS,
        STEPS,
        EPOCHS
    }

    public SaveEvery {
        if (count < 1) {
            throw new IllegalArgumentException("a count of at least 1 is needed, got " + count);
        }
    }

    /** Takes {@code 30s}, {@code 500 steps} or {@code 2 epochs}; throws {@link IllegalArgumentException} for others. */
    public static SaveEvery parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected 30s, \"500 steps\" or \"2 epochs\", got '" + text + "'");
        }
        Unit unit =
                switch (matcher.group(2)) {
                    case "s", "second", "seconds" -> Unit.SECONDS;
                    case "step", "steps" -> Unit.STEPS;
                    default -> Unit.EPOCHS;
                };
        return new SaveEvery(Long.parseLong(matcher.group(1)), unit);
    }

    /**
     * Returns whether to save now.
     *
     * @param stepsDone since the beginning of the whole run
     * @param nanosSinceSave since the last save, or since this process began to train
     */
    boolean isDue(long stepsDone, int stepsPerEpoch, long nanosSinceSave) {
        return switch (unit) {
            case SECONDS -> nanosSinceSave >= count * NANOS_PER_SECOND;
            case STEPS -> stepsDone % count == 0;
            case EPOCHS -> stepsDone % (count * stepsPerEpoch) == 0;
        };
    }
}
