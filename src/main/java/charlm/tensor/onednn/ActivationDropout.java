package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;

/** Dropout of activations (N, C), with or without a residual: a unit is a position, its elements the channels. */
final class ActivationDropout implements KeptBytes.UnitKeys {
    private final KeptBytes bytes;
    private final Arithmetic arithmetic;
    private final FullOutput fullOut;
    private DropoutMask mask;

    ActivationDropout(Parallel parallel, Arithmetic arithmetic, Conversions conversions) {
        bytes = new KeptBytes(parallel);
        this.arithmetic = arithmetic;
        fullOut = new FullOutput(conversions);
    }

    /** out = residual + branch * mask * scale; residual may be null. */
    void apply(Tensor residual, Tensor branch, DropoutMask mask, Tensor out) {
        this.mask = mask;
        int rows = Math.toIntExact(branch.dim(0));
        int width = Math.toIntExact(branch.dim(1));
        Tensor kept = bytes.draw(mask, this, rows, width);
        Tensor full = fullOut.of(out);
        arithmetic.multiplyAdd(branch, kept, mask.scale(), residual, full);
        fullOut.finish(full, out);
    }

    @Override
    public int keyOf(int unit) {
        return mask.positionKey(unit);
    }
}
