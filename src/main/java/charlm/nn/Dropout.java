package charlm.nn;

import charlm.tensor.DropoutMask;
import charlm.tensor.PackedSequences;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.Tensor;

/** One place of the network where dropout happens; numbered, so that each draws its own masks. */
final class Dropout {
    private final DropoutMask mask;
    private final int site;

    Dropout(DropoutMask mask, int site) {
        this.mask = mask;
        this.site = site;
    }

    /**
     * Returns the mask of this pass for attention weights, the same for forward and backward, or null when nothing is
     * dropped.
     */
    DropoutMask mask(Pass pass) {
        if (isIdle(pass)) {
            return null;
        }
        mask.moveTo(key(pass), pass.rowIds());
        return mask;
    }

    /** As {@link #mask(Pass)}, for an activation of {@code rows}. */
    DropoutMask mask(PackedSequences rows, Pass pass) {
        if (isIdle(pass)) {
            return null;
        }
        mask.moveTo(key(pass), pass.rowIds(), rows);
        return mask;
    }

    /** Returns dropout(x), (N, C) of {@code rows}, in the buffer of {@code x}. */
    Tensor forwardInPlace(Tensor x, PackedSequences rows, Pass pass) {
        DropoutMask drawn = mask(rows, pass);
        if (drawn != null) {
            pass.engine().dropout(x, drawn, x);
        }
        return x;
    }

    /** Returns dX, an activation; {@code dOut}, (N, C) of {@code rows}, stays as it is. */
    Tensor backward(Tensor dOut, PackedSequences rows, Pass pass) {
        DropoutMask drawn = mask(rows, pass);
        if (drawn == null && pass.engine().activationType() == dOut.dataType()) {
            return dOut;
        }
        return masked(dOut, drawn, pass.takeActivation(dOut.dim(0), dOut.dim(1)), pass);
    }

    /** As {@link #backward}, in full precision: for what no layer comes before. */
    Tensor backwardFull(Tensor dOut, PackedSequences rows, Pass pass) {
        DropoutMask drawn = mask(rows, pass);
        return drawn == null ? dOut : masked(dOut, drawn, pass.take(dOut.dim(0), dOut.dim(1)), pass);
    }

    private static Tensor masked(Tensor dOut, DropoutMask drawn, Tensor dX, Pass pass) {
        pass.engine().dropout(dOut, drawn, dX);
        return dX;
    }

    private boolean isIdle(Pass pass) {
        return !pass.training() || !mask.isActive();
    }

    private long key(Pass pass) {
        return RandomStream.key(pass.seed(), Purpose.DROPOUT, site, pass.step());
    }
}
