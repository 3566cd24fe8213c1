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
        pass.engine().addDropout(x, branch, positions, dropout.mask(pass), branch);
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

    /** Answers both: returns dBranch; {@code dOut} stays as it is, since it is also the gradient of x. */
    Tensor branchGradient(Tensor dOut, int positions, Pass pass) {
        DropoutMask mask = dropout.mask(pass);
        if (mask == null) {
            return dOut;
        }
        Tensor dBranch = pass.take(dOut.dim(0), dOut.dim(1));
        pass.engine().dropout(dOut, positions, mask, dBranch);
        return dBranch;
    }
}
