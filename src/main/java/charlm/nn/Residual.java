package charlm.nn;

import charlm.tensor.DropoutMask;
import charlm.tensor.PackedRows;
import charlm.tensor.Tensor;

/** out = x + dropout(branch), and dropout alone where the reference has no residual. */
final class Residual {
    private final Dropout dropout;

    Residual(NetworkBuilder network) {
        dropout = network.dropout();
    }

    /** Returns x + dropout(branch), both (N, C) of {@code rows}, in the buffer of {@code branch}. */
    Tensor add(Tensor x, Tensor branch, PackedRows rows, Pass pass) {
        return add(x, branch, dropout.mask(rows, pass), pass);
    }

    /** As {@link #add}, of some of the pass's positions, (R, C). */
    Tensor addChosen(Tensor x, Tensor branch, int[] chosen, Pass pass) {
        return add(x, branch, dropout.mask(chosen, pass), pass);
    }

    private static Tensor add(Tensor x, Tensor branch, DropoutMask mask, Pass pass) {
        pass.engine().addDropout(x, branch, mask, branch);
        return branch;
    }

    /** Returns dropout(branch), in the buffer of {@code branch}. */
    Tensor only(Tensor branch, PackedRows rows, Pass pass) {
        DropoutMask mask = dropout.mask(rows, pass);
        if (mask != null) {
            pass.engine().dropout(branch, mask, branch);
        }
        return branch;
    }

    /** Answers both: returns dBranch, an activation; {@code dOut} stays as it is, since it is also the gradient of x. */
    Tensor branchGradient(Tensor dOut, PackedRows rows, Pass pass) {
        return branchGradient(dOut, dropout.mask(rows, pass), pass);
    }

    /** Answers {@link #addChosen}. */
    Tensor branchGradientChosen(Tensor dOut, int[] chosen, Pass pass) {
        return branchGradient(dOut, dropout.mask(chosen, pass), pass);
    }

    private static Tensor branchGradient(Tensor dOut, DropoutMask mask, Pass pass) {
        if (mask == null && pass.engine().activationType() == dOut.dataType()) {
            return dOut;
        }
        return masked(dOut, mask, pass.takeActivation(dOut.dim(0), dOut.dim(1)), pass);
    }

    /** As {@link #branchGradient}, in full precision: for a branch that no layer comes before. */
    Tensor branchGradientFull(Tensor dOut, PackedRows rows, Pass pass) {
        DropoutMask mask = dropout.mask(rows, pass);
        return mask == null ? dOut : masked(dOut, mask, pass.take(dOut.dim(0), dOut.dim(1)), pass);
    }

    private static Tensor masked(Tensor dOut, DropoutMask mask, Tensor dBranch, Pass pass) {
        pass.engine().dropout(dOut, mask, dBranch);
        return dBranch;
    }
}
