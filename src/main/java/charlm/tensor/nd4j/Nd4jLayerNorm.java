package charlm.tensor.nd4j;

import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Layer norm from elementary operations: ND4J's own has no epsilon and a very slow backward. */
final class Nd4jLayerNorm {
    private Nd4jLayerNorm() {}

    static void forward(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        mean.array().assign(x.array().mean(1)); // (N)
        INDArray centred = x.array().sub(column(mean.array())); // (N, C)
        variance.array().assign(centred.mul(centred).mean(1)); // (N)
        INDArray normal = centred.muli(inverseDeviation(variance));
        y.array().assign(normal.muliRowVector(gain.array()).addiRowVector(bias.array()));
    }

    static void backward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        INDArray inverse = inverseDeviation(variance); // (N, 1)
        INDArray normal = x.array().sub(column(mean.array())).muli(inverse); // (N, C)
        // forward: y = normal * gain + bias
        Nd4jMatmul.addColumnSums(dY.array(), dBias.array());
        Nd4jMatmul.addColumnSums(dY.array().mul(normal), dGain.array());
        INDArray dNormal = dY.array().dup('c').muliRowVector(gain.array());
        // forward: normal = (x - mean) / deviation; what moves a row's mean or length has no effect and is taken out
        INDArray alongMean = column(dNormal.mean(1));
        INDArray alongNormal = column(dNormal.mul(normal).mean(1));
        dX.array().assign(dNormal.subi(alongMean).subi(normal.muli(alongNormal)).muli(inverse));
    }

    /** Returns 1 / sqrt(variance + eps) as a column (N, 1). */
    private static INDArray inverseDeviation(Tensor variance) {
        INDArray shifted = variance.array().add(Engine.LAYER_NORM_EPSILON);
        return column(Transforms.sqrt(shifted, false).rdivi(1));
    }

    private static INDArray column(INDArray vector) {
        return vector.reshape(vector.length(), 1);
    }
}
