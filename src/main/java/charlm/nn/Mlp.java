package charlm.nn;

import charlm.tensor.Tensor;

/** The position-wise network C -> 4C -> GELU -> C of a block, {@code mlp.0} and {@code mlp.2} in a state dict. */
final class Mlp {
    static final int EXPANSION = 4;

    private final Linear expand;
    private final Linear contract;
    private Tensor hidden;

    Mlp(NetworkBuilder network, String name) {
        long width = network.config().embedDim();
        expand = Linear.withBias(network, name + ".0", width, EXPANSION * width);
        contract = Linear.withBias(network, name + ".2", EXPANSION * width, width);
    }

    Tensor forward(Tensor x, Pass pass) {
        hidden = expand.forward(x, pass); // (N, C) -> (N, 4C)
        Tensor active = pass.takeActivation(hidden.dim(0), hidden.dim(1));
        pass.engine().gelu(hidden, active);
        return contract.forwardFull(active, pass); // (N, 4C) -> (N, C)
    }

    Tensor backward(Tensor dY, Pass pass) {
        Tensor dActive = contract.backward(dY, pass); // (N, C) -> (N, 4C)
        pass.engine().geluBackward(hidden, dActive, dActive);
        return expand.backward(dActive, pass); // (N, 4C) -> (N, C)
    }
}
