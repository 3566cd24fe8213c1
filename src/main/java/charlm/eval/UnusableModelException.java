package charlm.eval;

/** A model that computes NaN or infinity for a text, although each of its parameters is a number. */
public final class UnusableModelException extends RuntimeException {
    private UnusableModelException(float logit) {
        super("the model computes " + logit
                + " in place of a logit: its parameters are too large; use another checkpoint");
    }

    /** Throws one unless the {@code count} logits from {@code from} on are finite. */
    static void requireFinite(float[] logits, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new UnusableModelException(logits[i]);
            }
        }
    }
}
