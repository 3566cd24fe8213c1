package charlm.tensor.nd4j;

import static charlm.tensor.nd4j.Nd4jStorage.array;

import charlm.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax cross-entropy from log-softmax: ND4J's own has no ignored rows and aborts on a wrong label. */
final class Nd4jCrossEntropy {
    private Nd4jCrossEntropy() {}

    static double apply(Tensor logits, int[] targets, int count, double gradientScale, Tensor dLogits) {
        double loss = 0;
        if (count > 0) {
            INDArray rows = array(logits.rows(0, count)); // (count, V)
            INDArray shifted = rows.sub(column(rows.max(1))); // at most 0, so exp cannot overflow
            INDArray exps = Transforms.exp(shifted, true);
            INDArray sums = exps.sum(1); // (count)
            INDArray onehot = onehot(targets, count, rows.size(1), rows.dataType());
            INDArray losses =
                    Transforms.log(sums, true).subi(shifted.muli(onehot).sum(1));
            loss = losses.castTo(DataType.DOUBLE).sumNumber().doubleValue();
            if (dLogits != null) {
                INDArray softmax = exps.divi(column(sums));
                array(dLogits.rows(0, count)).assign(softmax.subi(onehot).muli(gradientScale));
            }
        }
        if (dLogits != null) {
            Nd4jRows.clearFrom(dLogits, count);
        }
        return loss;
    }

    private static INDArray onehot(int[] targets, int count, long classes, DataType type) {
        float[] onehot = new float[Math.toIntExact(count * classes)];
        for (int i = 0; i < count; i++) {
            onehot[Math.toIntExact(i * classes + targets[i])] = 1;
        }
        return Nd4j.createFromArray(onehot).castTo(type).reshape('c', count, classes);
    }

    private static INDArray column(INDArray vector) {
        return vector.reshape(vector.length(), 1);
    }
}
