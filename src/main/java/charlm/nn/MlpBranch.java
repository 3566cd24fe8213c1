package charlm.nn;

import charlm.tensor.PackedRows;
import charlm.tensor.Tensor;

/** The second half of every block: x + dropout(mlp(ln2(x))), position by position. */
public final class MlpBranch {
    private final LayerNorm norm;
    private final Mlp mlp;
    private final Residual residual;

    /** Declares {@code name.ln2} and {@code name.mlp}. */
    MlpBranch(NetworkBuilder network, String name, int width) {
        norm = new LayerNorm(network, name + ".ln2", width);
        mlp = new Mlp(network, name + ".mlp", width);
        residual = new Residual(network);
    }

    /** Takes and returns (N, C) of {@code rows}. */
    Tensor forward(Tensor x, PackedRows rows, Pass pass) {
        return residual.add(x, branch(x, pass), rows, pass);
    }

    /** Takes and returns (R, C), some of the pass's N positions; row r is position {@code chosen[r]}. */
    public Tensor forwardChosen(Tensor x, int[] chosen, Pass pass) {
        return residual.addChosen(x, branch(x, pass), chosen, pass);
    }

    private Tensor branch(Tensor x, Pass pass) {
        return mlp.forward(norm.forward(x, pass), pass);
    }

    /** Turns dOut into dX, in its place. */
    Tensor backwardInPlace(Tensor dOut, PackedRows rows, Pass pass) {
        pass.beginScratch();
        return finishBackward(residual.branchGradient(dOut, rows, pass), dOut, pass);
    }

    /** Answers {@link #forwardChosen}: turns dOut into dX, in its place. */
    public Tensor backwardChosenInPlace(Tensor dOut, int[] chosen, Pass pass) {
        pass.beginScratch();
        return finishBackward(residual.branchGradientChosen(dOut, chosen, pass), dOut, pass);
    }

    private Tensor finishBackward(Tensor dBranch, Tensor dOut, Pass pass) {
        Tensor dX = norm.backward(mlp.backward(dBranch, pass), pass);
        pass.endScratch();
        pass.engine().addInPlace(dOut, dX);
        return dOut;
    }
}
