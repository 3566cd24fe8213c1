package charlm.nn;

import charlm.tensor.DropoutMask;
import charlm.tensor.PackedSequences;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.Tensor;

/** One dropout site of the network; sites are numbered, so that each draws its own masks. */
final class Dropout {
    private final DropoutMask mask;
    private final int site;

    Dropout(DropoutMask mask, int site) {
        this.mask = mask;
        this.site = site;
    }

    /** Returns this pass's mask of attention weights, forward and backward, or null when nothing is dropped. */
    DropoutMask mask(Pass pass) {
        return mask(null, pass);
    }

    /** Returns this pass's mask of an activation of {@code packing}, or null when nothing is dropped. */
    DropoutMask mask(PackedSequences packing, Pass pass) {
        if (!pass.training() || !mask.isActive()) {
            return null;
        }
        mask.moveTo(RandomStream.key(pass.seed(), Purpose.DROPOUT, site, pass.step()), pass.sequenceIds(), packing);
        return mask;
    }

    /** Returns dropout(x), (N, C) of {@code packing}, in the buffer of {@code x}. */
    Tensor forwardInPlace(Tensor x, PackedSequences packing, Pass pass) {
        DropoutMask drawn = mask(packing, pass);
        if (drawn != null) {
            pass.engine().dropout(x, drawn, x);
        }
        return x;
    }

    /** Returns x + dropout(branch), both (N, C) of {@code packing}, in the buffer of {@code branch}. */
    Tensor forwardAdd(Tensor x, Tensor branch, PackedSequences packing, Pass pass) {
        pass.engine().addDropout(x, branch, mask(packing, pass), branch);
        return branch;
    }

    /** Returns dX or dBranch, an activation; {@code dOut}, (N, C) of {@code packing}, stays as it is. */
    Tensor backward(Tensor dOut, PackedSequences packing, Pass pass) {
        DropoutMask drawn = mask(packing, pass);
        if (drawn == null && pass.engine().activationType() == dOut.dataType()) {
            return dOut;
        }
        return masked(dOut, drawn, pass.takeActivation(dOut.dim(0), dOut.dim(1)), pass);
    }

    /** As {@link #backward}, in full precision: for what no layer comes before. */
    Tensor backwardFull(Tensor dOut, PackedSequences packing, Pass pass) {
        DropoutMask drawn = mask(packing, pass);
        return drawn == null ? dOut : masked(dOut, drawn, pass.take(dOut.dim(0), dOut.dim(1)), pass);
    }

    private static Tensor masked(Tensor dOut, DropoutMask drawn, Tensor dX, Pass pass) {
        pass.engine().dropout(dOut, drawn, dX);
        return dX;
    }
}
