package charlm.nn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/** out = x + dropout(branch). */
final class Residual {
    private final Dropout dropout;

    Residual(NetworkBuilder network) {
        dropout = network.dropout();
    }

    /** Returns x + dropout(branch), both (N, C) of {@code rows}, in the buffer of {@code branch}. */
    Tensor add(Tensor x, Tensor branch, PackedSequences rows, Pass pass) {
        pass.engine().addDropout(x, branch, dropout.mask(rows, pass), branch);
        return branch;
    }

    /** Returns dBranch, an activation; {@code dOut} stays as it is, since it is also the gradient of x. */
    Tensor branchGradient(Tensor dOut, PackedSequences rows, Pass pass) {
        return dropout.backward(dOut, rows, pass);
    }
}
