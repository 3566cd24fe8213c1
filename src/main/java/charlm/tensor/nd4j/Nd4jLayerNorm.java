package charlm.tensor.nd4j;

import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Layer norm composed of means: ND4J's own takes no epsilon and its backward is slow. */
final class Nd4jLayerNorm {

    void forward(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        INDArray input = x.array();
        mean.array().assign(input.mean(1));
        INDArray centered = input.subColumnVector(mean.array());
        variance.array().assign(centered.mul(centered).mean(1));
        INDArray normed = centered.muliColumnVector(inverseDeviation(variance));
        y.array().assign(normed.muliRowVector(gain.array()).addiRowVector(bias.array()));
    }

    void backward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        INDArray inverse = inverseDeviation(variance);
        INDArray normed = x.array().subColumnVector(mean.array()).muliColumnVector(inverse);
        // forward: y = normed * gain + bias
        dGain.array().addi(normed.mul(dY.array()).sum(0));
        dBias.array().addi(dY.array().sum(0));
        INDArray dNormed = dY.array().mulRowVector(gain.array());
        // forward: normed = (x - mean) / deviation; both mean and deviation depend on x
        INDArray meanOfGradient = dNormed.mean(1);
        INDArray meanOfProduct = dNormed.mul(normed).mean(1);
        dNormed.subiColumnVector(meanOfGradient).subi(normed.muliColumnVector(meanOfProduct));
        dX.array().assign(dNormed.muliColumnVector(inverse));
    }

    private static INDArray inverseDeviation(Tensor variance) {
        return Transforms.sqrt(variance.array().add(Engine.LAYER_NORM_EPSILON), false).rdivi(1);
    }
}
