package charlm.checkpoint.safetensors;

import java.util.Arrays;

/**
 * Values under a name, row by row.
 *
 * @param shape of any rank; a scalar has the empty shape
 * @param values as many as the shape spans
 */
public record NamedTensor(String name, long[] shape, float[] values) {
    public NamedTensor {
        if (elements(shape) != values.length) {
            throw new IllegalArgumentException(
                    name + " of shape " + describe(shape) + " got " + values.length + " values");
        }
    }

    /** Returns how many elements {@code shape} spans; throws {@link ArithmeticException} when that overflows. */
    public static long elements(long[] shape) {
        long count = 1;
        for (long dim : shape) {
            if (dim < 0) {
                throw new ArithmeticException("negative dimension");
            }
            count = Math.multiplyExact(count, dim);
        }
        return count;
    }

    /** Returns a shape as people write it, {@code (1, 128, 256)}. */
    public static String describe(long[] shape) {
        String dims = Arrays.toString(shape);
        return "(" + dims.substring(1, dims.length() - 1) + ")";
    }
}
