package charlm.tensor.nd4j;

import charlm.tensor.Engine;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Layer norm from elementary operations: ND4J's own has no epsilon and a very slow backward. */
final class Nd4jLayerNorm {
    private Nd4jLayerNorm() {}

    static void forward(INDArray x, INDArray gain, INDArray bias, INDArray y, INDArray mean, INDArray variance) {
        mean.assign(x.mean(1)); // (N)
        INDArray centred = x.sub(column(mean)); // (N, C)
        variance.assign(centred.mul(centred).mean(1)); // (N)
        INDArray scaled = centred.muli(column(inverseDeviation(variance))).muliRowVector(gain);
        y.assign(scaled.addiRowVector(bias));
    }

    static void backward(
            INDArray dY,
            INDArray x,
            INDArray gain,
            INDArray mean,
            INDArray variance,
            INDArray dX,
            INDArray dGain,
            INDArray dBias) {
        INDArray inverse = column(inverseDeviation(variance)); // (N, 1)
        INDArray normal = x.sub(column(mean)).muli(inverse); // (N, C), mean 0 and variance 1 in each row
        // forward: y = normal * gain + bias
        Nd4jMatmul.addColumnSums(dY, dBias);
        Nd4jMatmul.addColumnSums(dY.mul(normal), dGain);
        INDArray dNormal = dY.dup('c').muliRowVector(gain);
        // forward: normal = (x - mean) / deviation; what moves a row's mean or length has no effect and is taken out
        INDArray alongMean = column(dNormal.mean(1));
        INDArray alongNormal = column(dNormal.mul(normal).mean(1));
        dX.assign(dNormal.subi(alongMean).subi(normal.muli(alongNormal)).muli(inverse));
    }

    private static INDArray inverseDeviation(INDArray variance) {
        return Transforms.sqrt(variance.add(Engine.LAYER_NORM_EPSILON), false).rdivi(1);
    }

    private static INDArray column(INDArray vector) {
        return vector.reshape(vector.length(), 1);
    }
}
