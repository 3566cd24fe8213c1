package charlm.report;

import java.util.Locale;

/** Formats durations. */
public final class Durations {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int SECONDS_PER_HOUR = 3600;

    private Durations() {}

    /** Returns {@code 1:02:03}, or {@code 2:03} for less than an hour. */
    public static String text(double seconds) {
        long whole = Math.round(seconds);
        long minutes = whole / SECONDS_PER_MINUTE % SECONDS_PER_MINUTE;
        long rest = whole % SECONDS_PER_MINUTE;
        return whole < SECONDS_PER_HOUR
                ? String.format(Locale.ROOT, "%d:%02d", minutes, rest)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / SECONDS_PER_HOUR, minutes, rest);
    }
}
