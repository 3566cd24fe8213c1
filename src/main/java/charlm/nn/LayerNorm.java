package charlm.nn;

import charlm.tensor.Tensor;

/** y = (x - mean) / sqrt(variance + 1e-5) * gain + bias over the last axis; x, y (N, C). */
public final class LayerNorm {
    private final Parameter gain;
    private final Parameter bias;
    private Tensor x;
    private Tensor mean;
    private Tensor variance;

    private LayerNorm(Parameter gain, Parameter bias) {
        this.gain = gain;
        this.bias = bias;
    }

    /** Declares {@code name.weight}, the gain, and {@code name.bias}. */
    public LayerNorm(NetworkBuilder network, String name) {
        this(network.vector(name + ".weight", Initializer.ONES), network.vector(name + ".bias", Initializer.ZEROS));
    }

    /** Returns a second application of the same gain and bias, whose backward pass remembers its own input. */
    LayerNorm sharing() {
        return new LayerNorm(gain, bias);
    }

    /** Takes x (N, C), returns y (N, C), an activation. */
    public Tensor forward(Tensor x, Pass pass) {
        this.x = x;
        mean = pass.take(x.dim(0));
        variance = pass.take(x.dim(0));
        Tensor y = pass.takeActivation(x.dim(0), x.dim(1));
        pass.engine().layerNorm(x, gain.value(), bias.value(), y, mean, variance);
        return y;
    }

    /** Takes dY (N, C), an activation, adds to the gradients and returns dX (N, C). */
    public Tensor backward(Tensor dY, Pass pass) {
        Tensor dX = takeGradient(pass);
        backward(dY, dX, pass);
        return dX;
    }

    /** Returns an uninitialised tensor for dX (N, C). */
    Tensor takeGradient(Pass pass) {
        return pass.take(x.dim(0), x.dim(1));
    }

    /** Takes dY (N, C), an activation, adds to the gradients and writes dX (N, C). */
    public void backward(Tensor dY, Tensor dX, Pass pass) {
        pass.engine().layerNormBackward(dY, x, gain.value(), mean, variance, dX, gain.gradient(), bias.gradient());
    }
}
