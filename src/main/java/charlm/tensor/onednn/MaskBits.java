package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;

/**
 * The factors of dropout, 0 or one constant, as the bits of floats, made without a branch: the sign of (hash - threshold)
 * becomes an AND mask over the bits of the constant. Written so that the JIT vectorises the loop; many units go through
 * one loop, since short loops hardly gain from vectors.
 */
final class MaskBits {
    private static final int SIGN_SHIFT = 31;

    private MaskBits() {}

    /**
     * Overwrites each of the first {@code count} elements of {@code bits}, its unit's key, with its factor.
     *
     * @param spread of each element's index in its unit, {@link DropoutMask#spread}
     */
    static void fill(DropoutMask mask, float keptFactor, int[] spread, int[] bits, int count) {
        int kept = Float.floatToRawIntBits(keptFactor);
        int threshold = mask.threshold();
        for (int i = 0; i < count; i++) {
            bits[i] = kept & ~(DropoutMask.hash(bits[i] + spread[i]) - threshold >> SIGN_SHIFT);
        }
    }
}
