package charlm.nn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;

/** out = x + dropout(branch), and dropout alone where the reference has no residual. */
final class Residual {
    private final Dropout dropout;

    Residual(NetworkBuilder network) {
        dropout = network.dropout();
    }

    /** Returns x + dropout(branch), both (B*positions, C), in the buffer of {@code branch}. */
    Tensor add(Tensor x, Tensor branch, int positions, Pass pass) {
        return add(x, branch, positions, dropout.mask(pass), pass);
    }

    /** As {@link #add}, of some of the pass's positions, (R, C). */
    Tensor addChosen(Tensor x, Tensor branch, int[] chosen, Pass pass) {
        return add(x, branch, 1, dropout.mask(chosen, pass), pass);
    }

    private static Tensor add(Tensor x, Tensor branch, int positions, DropoutMask mask, Pass pass) {
        pass.engine().addDropout(x, branch, positions, mask, branch);
        return branch;
    }

    /** Returns dropout(branch), in the buffer of {@code branch}. */
    Tensor only(Tensor branch, int positions, Pass pass) {
        DropoutMask mask = dropout.mask(pass);
        if (mask != null) {
            pass.engine().dropout(branch, positions, mask, branch);
        }
        return branch;
    }

    /** Answers both: returns dBranch, an activation; {@code dOut} stays as it is, since it is also the gradient of x. */
    Tensor branchGradient(Tensor dOut, int positions, Pass pass) {
        return branchGradient(dOut, positions, dropout.mask(pass), pass);
    }

    /** Answers {@link #addChosen}. */
    Tensor branchGradientChosen(Tensor dOut, int[] chosen, Pass pass) {
        return branchGradient(dOut, 1, dropout.mask(chosen, pass), pass);
    }

    private static Tensor branchGradient(Tensor dOut, int positions, DropoutMask mask, Pass pass) {
        if (mask == null && pass.engine().activationType() == dOut.dataType()) {
            return dOut;
        }
        return masked(dOut, positions, mask, pass.takeActivation(dOut.dim(0), dOut.dim(1)), pass);
    }

    /** As {@link #branchGradient}, in full precision: for a branch that no layer comes before. */
    Tensor branchGradientFull(Tensor dOut, int positions, Pass pass) {
        DropoutMask mask = dropout.mask(pass);
        return mask == null ? dOut : masked(dOut, positions, mask, pass.take(dOut.dim(0), dOut.dim(1)), pass);
    }

    private static Tensor masked(Tensor dOut, int positions, DropoutMask mask, Tensor dBranch, Pass pass) {
        pass.engine().dropout(dOut, positions, mask, dBranch);
        return dBranch;
    }
}
