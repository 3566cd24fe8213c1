package charlm.tensor;

/**
 * Division and multiples rounded up, of values from 0 on and positive units; an {@link ArithmeticException} where a
 * result overflows.
 */
public final class Rounding {
    private Rounding() {}

    /** Returns how many {@code unit}s it takes to hold {@code value}. */
    public static int divideUp(int value, int unit) {
        return Math.toIntExact(divideUp((long) value, unit));
    }

    /** Returns how many {@code unit}s it takes to hold {@code value}. */
    public static long divideUp(long value, long unit) {
        return Math.addExact(value, unit - 1) / unit;
    }

    /** Returns the smallest multiple of {@code unit} that is not below {@code value}. */
    public static int up(int value, int unit) {
        return Math.toIntExact(up((long) value, unit));
    }

    /** Returns the smallest multiple of {@code unit} that is not below {@code value}. */
    public static long up(long value, long unit) {
        return Math.multiplyExact(divideUp(value, unit), unit);
    }
}
