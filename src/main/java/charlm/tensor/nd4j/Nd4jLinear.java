package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.Tensor;

/** The linear map and its gradients. */
final class Nd4jLinear {
    private Nd4jLinear() {}

    static void forward(Tensor x, Tensor weight, Tensor bias, Tensor y) {
        Nd4jMatmul.multiplySecondTransposed(array(x), array(weight), 1, 0, array(y)); // (N, in) x (in, out)
        if (bias != null) {
            array(y).addiRowVector(array(bias));
        }
    }

    static void backwardInput(Tensor dY, Tensor weight, Tensor dX) {
        // forward: y = x Wᵀ + b
        Nd4jMatmul.multiply(array(dY), array(weight), 1, 0, array(dX)); // (N, out) x (out, in) -> (N, in)
    }

    static void backwardWeight(Tensor dY, Tensor x, Tensor dWeight, Tensor dBias) {
        // forward: y = x Wᵀ + b
        Nd4jMatmul.multiplyFirstTransposed(array(dY), array(x), 1, 1, array(dWeight)); // (out, N) x (N, in)
        if (dBias != null) {
            Nd4jMatmul.addColumnSums(array(dY), array(dBias)); // (out)
        }
    }
}
