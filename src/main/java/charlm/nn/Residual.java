package charlm.nn;

import charlm.tensor.DropoutMask;
import charlm.tensor.PackedRows;
import charlm.tensor.Tensor;

/** out = x + dropout(branch). */
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

    /** Returns dBranch, an activation; {@code dOut} stays as it is, since it is also the gradient of x. */
    Tensor branchGradient(Tensor dOut, PackedRows rows, Pass pass) {
        return dropout.backward(dOut, rows, pass);
    }

    /** Answers {@link #addChosen}. */
    Tensor branchGradientChosen(Tensor dOut, int[] chosen, Pass pass) {
        return dropout.backwardChosen(dOut, chosen, pass);
    }
}
