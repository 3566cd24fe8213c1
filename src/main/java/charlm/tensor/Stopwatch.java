package charlm.tensor;

/** Measures a time. */
public final class Stopwatch {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final long startNanos = System.nanoTime();

    private Stopwatch() {}

    /** Returns one that runs from now on. */
    public static Stopwatch start() {
        return new Stopwatch();
    }

    /** Returns the seconds since the start. */
    public double seconds() {
        return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    }

    /** Returns the milliseconds since the start. */
    public double millis() {
        return (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
    }
}
