package charlm.nn;

import charlm.tensor.DropoutMask;
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

    /** Returns the mask of this pass, the same for forward and backward, or null when nothing is dropped. */
    DropoutMask mask(Pass pass) {
        if (!pass.training() || !mask.isActive()) {
            return null;
        }
        mask.moveTo(RandomStream.key(pass.seed(), Purpose.DROPOUT, site, pass.step()), pass.rowIds());
        return mask;
    }
}
