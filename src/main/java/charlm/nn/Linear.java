package charlm.nn;

import charlm.tensor.Tensor;

/** y = x Wᵀ + b; x (N, in), W (out, in), b (out) or none, y (N, out). */
public final class Linear {
    private final Parameter weight;
    private final Parameter bias;
    private Tensor x;

    Linear(Parameter weight, Parameter bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /** Declares {@code name.weight} and {@code name.bias}. */
    static Linear withBias(NetworkBuilder network, String name, long in, long out) {
        return new Linear(
                network.hiddenWeight(name + ".weight", out, in),
                network.parameter(name + ".bias", Initializer.ZEROS, out));
    }

    /** Declares {@code name.weight} alone. */
    public static Linear withoutBias(NetworkBuilder network, String name, long in, long out) {
        return new Linear(network.weight(name + ".weight", out, in), null);
    }

    /** Takes x (N, in), returns y (N, out), both activations. */
    Tensor forward(Tensor x, Pass pass) {
        return into(pass.takeActivation(x.dim(0), weight.value().dim(0)), x, pass);
    }

    /** Takes x (N, in), an activation, returns y (N, out) in full precision: for what is added up or ends in the loss. */
    public Tensor forwardFull(Tensor x, Pass pass) {
        return into(pass.take(x.dim(0), weight.value().dim(0)), x, pass);
    }

    /** Takes x (N, in), writes y (N, out) and returns it. */
    Tensor into(Tensor y, Tensor x, Pass pass) {
        this.x = x;
        pass.engine().linear(x, weight.value(), bias == null ? null : bias.value(), y); // (N, in) -> (N, out)
        return y;
    }

    /** Takes dY (N, out), adds to the gradients and returns dX (N, in), both activations. */
    public Tensor backward(Tensor dY, Pass pass) {
        // forward: y = x Wᵀ + b
        pass.engine().linearBackwardWeight(dY, x, weight.gradient(), bias == null ? null : bias.gradient());
        Tensor dX = pass.takeActivation(x.dim(0), x.dim(1));
        pass.engine().linearBackwardInput(dY, weight.value(), dX); // (N, out) x (out, in) -> (N, in)
        return dX;
    }
}
