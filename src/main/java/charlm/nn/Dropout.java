package charlm.nn;

import charlm.tensor.DropoutMask;
import charlm.tensor.PackedRows;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;

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
    DropoutMask mask(PackedRows rows, Pass pass) {
        if (isIdle(pass)) {
            return null;
        }
        mask.moveTo(key(pass), pass.rowIds(), rows);
        return mask;
    }

    /** As {@link #mask(Pass)}, for an activation of some of the pass's N positions. */
    DropoutMask mask(int[] chosen, Pass pass) {
        if (isIdle(pass)) {
            return null;
        }
        mask.moveTo(key(pass), pass.rowIds(), pass.rows(), chosen);
        return mask;
    }

    private boolean isIdle(Pass pass) {
        return !pass.training() || !mask.isActive();
    }

    private long key(Pass pass) {
        return RandomStream.key(pass.seed(), Purpose.DROPOUT, site, pass.step());
    }
}
