package charlm.tensor.nd4j;

import charlm.tensor.Tensor;

/** The linear map and its gradients. */
final class Nd4jLinear {
    private Nd4jLinear() {}

    static void forward(Tensor x, Tensor weight, Tensor bias, Tensor y) {
        Nd4jMatmul.multiplySecondTransposed(x.array(), weight.array(), 1, 0, y.array()); // (N, in) x (in, out)
        if (bias != null) {
            y.array().addiRowVector(bias.array());
        }
    }

    static void backwardInput(Tensor dY, Tensor weight, Tensor dX) {
        // forward: y = x Wᵀ + b
        Nd4jMatmul.multiply(dY.array(), weight.array(), 1, 0, dX.array()); // (N, out) x (out, in) -> (N, in)
    }

    static void backwardWeight(Tensor dY, Tensor x, Tensor dWeight, Tensor dBias) {
        // forward: y = x Wᵀ + b
        Nd4jMatmul.multiplyFirstTransposed(dY.array(), x.array(), 1, 1, dWeight.array()); // (out, N) x (N, in)
        if (dBias != null) {
            Nd4jMatmul.addColumnSums(dY.array(), dBias.array()); // (out)
        }
    }
}
