package charlm.checkpoint.torch;

import charlm.checkpoint.safetensors.NamedTensor;

/** The constant buffers of the reference's attention: a query sees the keys up to its own position. */
public final class CausalMask {
    /** What their names end in. */
    public static final String SUFFIX = ".attn.mask";

    private CausalMask() {}

    /** Returns whether {@code tensor} has the name of a mask. */
    public static boolean isNamed(String tensor) {
        return tensor.endsWith(SUFFIX);
    }

    /** Returns ones on and below the diagonal, (size, size). */
    static float[] values(int size) {
        float[] values = new float[size * size];
        for (int query = 0; query < size; query++) {
            for (int key = 0; key <= query; key++) {
                values[query * size + key] = 1;
            }
        }
        return values;
    }

    /** Returns whether {@code tensor} tells keys up to the query from later ones, by zeros in either part. */
    public static boolean isCausal(NamedTensor tensor) {
        int size = (int) Math.sqrt(tensor.values().length);
        long[] shape = tensor.shape();
        boolean square = shape.length >= 2 && shape[shape.length - 1] == size && shape[shape.length - 2] == size;
        if (!square || size * size != tensor.values().length) {
            return false;
        }
        float[] values = tensor.values();
        boolean onesForSeen = size > 0 && values[0] != 0;
        for (int query = 0; query < size; query++) {
            for (int key = 0; key < size; key++) {
                float value = values[query * size + key];
                boolean sees = value != 0 == onesForSeen;
                if (Float.isNaN(value) || sees != key <= query) {
                    return false;
                }
            }
        }
        return true;
    }
}
