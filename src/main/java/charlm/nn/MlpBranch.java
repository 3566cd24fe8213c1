package charlm.nn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/**
 * The second half of every block, position by position: x + dropout(mlp(ln2(x))), the MLP being C -> 4C -> GELU -> C,
 * {@code mlp.0} and {@code mlp.2} in a state dict.
 */
final class MlpBranch {
    static final int EXPANSION = 4;

    private final LayerNorm norm;
    private final Linear expand;
    private final Linear contract;
    private final Dropout dropout;
    private Tensor hidden;

    /** Declares {@code name.ln2} and {@code name.mlp}. */
    MlpBranch(NetworkBuilder network, String name) {
        long width = network.config().embedDim();
        norm = new LayerNorm(network, name + ".ln2");
        expand = Linear.withBias(network, name + ".mlp.0", width, EXPANSION * width);
        contract = Linear.withBias(network, name + ".mlp.2", EXPANSION * width, width);
        dropout = network.dropout();
    }

    /** Takes and returns (N, C) of {@code packing}. */
    Tensor forward(Tensor x, PackedSequences packing, Pass pass) {
        hidden = expand.forward(norm.forward(x, pass), pass); // (N, C) -> (N, 4C)
        Tensor active = pass.takeActivation(hidden.dim(0), hidden.dim(1));
        pass.engine().gelu(hidden, active);
        Tensor branch = contract.forwardFull(active, pass); // (N, 4C) -> (N, C)
        return dropout.forwardAdd(x, branch, packing, pass);
    }

    /** Turns dOut into dX, in its buffer. */
    Tensor backwardInPlace(Tensor dOut, PackedSequences packing, Pass pass) {
        pass.beginScratch();
        // forward: out = x + dropout(branch)
        Tensor dBranch = dropout.backward(dOut, packing, pass);
        // forward: branch = contract(gelu(hidden))
        Tensor dHidden = contract.backward(dBranch, pass); // (N, C) -> (N, 4C)
        pass.engine().geluBackward(hidden, dHidden, dHidden);
        // forward: hidden = expand(ln2(x))
        Tensor dX = norm.backward(expand.backward(dHidden, pass), pass); // (N, 4C) -> (N, C)
        pass.endScratch();
        pass.engine().addInPlace(dOut, dX);
        return dOut;
    }
}
