package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Layer norm from elementary operations: ND4J's own has no epsilon and a very slow backward. */
final class Nd4jLayerNorm {
    private Nd4jLayerNorm() {}

    static void forward(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance) {
        array(mean).assign(array(x).mean(1)); // (N)
        INDArray centred = array(x).sub(column(array(mean))); // (N, C)
        array(variance).assign(centred.mul(centred).mean(1)); // (N)
        INDArray normal = centred.muli(inverseDeviation(variance));
        array(y).assign(normal.muliRowVector(array(gain)).addiRowVector(array(bias)));
    }

    static void backward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias) {
        INDArray inverse = inverseDeviation(variance); // (N, 1)
        INDArray normal = array(x).sub(column(array(mean))).muli(inverse); // (N, C)
        // forward: y = normal * gain + bias
        Nd4jMatmul.addColumnSums(array(dY), array(dBias));
        Nd4jMatmul.addColumnSums(array(dY).mul(normal), array(dGain));
        INDArray dNormal = array(dY).dup('c').muliRowVector(array(gain));
        // forward: normal = (x - mean) / deviation; what moves a row's mean or length has no effect and is taken out
        INDArray alongMean = column(dNormal.mean(1));
        INDArray alongNormal = column(dNormal.mul(normal).mean(1));
        array(dX).assign(dNormal.subi(alongMean).subi(normal.muli(alongNormal)).muli(inverse));
    }

    /** Returns 1 / sqrt(variance + eps) as a column (N, 1). */
    private static INDArray inverseDeviation(Tensor variance) {
        INDArray shifted = array(variance).add(Engine.LAYER_NORM_EPSILON);
        return column(Transforms.sqrt(shifted, false).rdivi(1));
    }

    private static INDArray column(INDArray vector) {
        return vector.reshape(vector.length(), 1);
    }
}
