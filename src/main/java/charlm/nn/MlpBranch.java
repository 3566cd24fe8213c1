package charlm.nn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/** The second half of every block: x + dropout(mlp(ln2(x))), position by position. */
final class MlpBranch {
    private final LayerNorm norm;
    private final Mlp mlp;
    private final Residual residual;

    /** Declares {@code name.ln2} and {@code name.mlp}. */
    MlpBranch(NetworkBuilder network, String name) {
        norm = new LayerNorm(network, name + ".ln2");
        mlp = new Mlp(network, name + ".mlp");
        residual = new Residual(network);
    }

    /** Takes and returns (N, C) of {@code rows}. */
    Tensor forward(Tensor x, PackedSequences rows, Pass pass) {
        return residual.add(x, mlp.forward(norm.forward(x, pass), pass), rows, pass);
    }

    /** Turns dOut into dX, in its place. */
    Tensor backwardInPlace(Tensor dOut, PackedSequences rows, Pass pass) {
        pass.beginScratch();
        Tensor dX = norm.backward(mlp.backward(residual.branchGradient(dOut, rows, pass), pass), pass);
        pass.endScratch();
        pass.engine().addInPlace(dOut, dX);
        return dOut;
    }
}
