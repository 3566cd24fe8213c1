package charlm.nn;

import charlm.tensor.Tensor;

/** The second half of every block: x + dropout(mlp(ln2(x))). */
final class MlpBranch {
    private final LayerNorm norm;
    private final Mlp mlp;
    private final Residual residual;

    /** Declares {@code name.ln2} and {@code name.mlp}. */
    MlpBranch(NetworkBuilder network, String name, int width) {
        norm = new LayerNorm(network, name + ".ln2", width);
        mlp = new Mlp(network, name + ".mlp", width);
        residual = new Residual(network);
    }

    Tensor forward(Tensor x, int positions, Pass pass) {
        Tensor normed = norm.forward(x, pass);
        Tensor branch = mlp.forward(normed, pass);
        return residual.add(x, branch, positions, pass);
    }

    /** Turns dOut into dX, in its place. */
    Tensor backwardInPlace(Tensor dOut, int positions, Pass pass) {
        pass.beginScratch();
        Tensor dBranch = residual.branchGradient(dOut, positions, pass);
        Tensor dNormed = mlp.backward(dBranch, pass);
        Tensor dX = norm.backward(dNormed, pass);
        pass.endScratch();
        pass.engine().addInPlace(dOut, dX);
        return dOut;
    }
}
