package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import java.util.function.IntUnaryOperator;

/** Dropout of activations (N, C), with or without a residual: a unit is a position, its elements the channels. */
final class ActivationDropout implements IntUnaryOperator {
    private final DropoutBytes bytes;
    private final Arithmetic arithmetic;
    private final StandIns standIns;
    private DropoutMask mask;

    ActivationDropout(Parallel parallel, Arithmetic arithmetic, Conversions conversions) {
        bytes = new DropoutBytes(parallel);
        this.arithmetic = arithmetic;
        standIns = new StandIns(conversions);
    }

    /** out = residual + branch * mask * scale; residual may be null. */
    void apply(Tensor residual, Tensor branch, DropoutMask mask, Tensor out) {
        this.mask = mask;
        int rows = Math.toIntExact(branch.dim(0));
        int width = Math.toIntExact(branch.dim(1));
        Tensor drawn = bytes.draw(mask, this, rows, width);
        Tensor full = standIns.fullOutput(0, out);
        arithmetic.multiplyAdd(branch, drawn, mask.scale(), residual, full);
        standIns.finish(full, out);
    }

    @Override
    public int applyAsInt(int unit) {
        return mask.positionKey(unit);
    }
}
