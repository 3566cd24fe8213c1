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
    static Linear withBias(NetworkBuilder network, String name, int in, int out) {
        return new Linear(
                network.weight(name + ".weight", out, in), network.parameter(name + ".bias", Initializer.ZEROS, out));
    }

    /** Declares {@code name.weight} alone. */
    public static Linear withoutBias(NetworkBuilder network, String name, int in, int out) {
        return new Linear(network.weight(name + ".weight", out, in), null);
    }

    public Tensor forward(Tensor x, Pass pass) {
        this.x = x;
        Tensor y = pass.take(x.dim(0), weight.value().dim(0));
        pass.engine().linear(x, weight.value(), bias == null ? null : bias.value(), y); // (N, in) -> (N, out)
        return y;
    }

    /** Adds to the gradients and returns dX (N, in). */
    public Tensor backward(Tensor dY, Pass pass) {
        // forward: y = x Wᵀ + b
        pass.engine().linearBackwardWeight(dY, x, weight.gradient(), bias == null ? null : bias.gradient());
        Tensor dX = pass.take(x.dim(0), x.dim(1));
        pass.engine().linearBackwardInput(dY, weight.value(), dX); // (N, out) x (out, in) -> (N, in)
        return dX;
    }
}
