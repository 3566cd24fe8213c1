package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * The factors of dropout, 0 or one constant, made without a branch: the sign of (hash - threshold) becomes an AND mask
 * over the bits of the constant. Written so that the JIT vectorises each loop.
 */
final class MaskBits {
    private static final int SIGN_SHIFT = 31;

    private int[] indices = {};
    private int[] bits = {};
    private IntBuffer asInts;
    private FloatBuffer asFloats;

    /** Writes the factors of {@code count} elements of one unit to {@code factors} from {@code at} on. */
    void fill(DropoutMask mask, int unitKey, float keptFactor, float[] factors, int at, int count) {
        reserve(count);
        int kept = Float.floatToRawIntBits(keptFactor);
        int threshold = mask.threshold();
        int[] index = indices;
        int[] out = bits;
        for (int i = 0; i < count; i++) {
            out[i] = kept & ~(DropoutMask.hash(unitKey, index[i]) - threshold >> SIGN_SHIFT);
        }
        asInts.put(0, out, 0, count);
        asFloats.get(0, factors, at, count);
    }

    private void reserve(int count) {
        if (indices.length < count) {
            indices = new int[count];
            Arrays.setAll(indices, i -> i);
            bits = new int[count];
            ByteBuffer bytes = ByteBuffer.allocateDirect(count * Integer.BYTES).order(ByteOrder.nativeOrder());
            asInts = bytes.asIntBuffer();
            asFloats = bytes.asFloatBuffer();
        }
    }
}
