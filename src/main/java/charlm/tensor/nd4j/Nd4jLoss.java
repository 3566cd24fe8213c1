package charlm.tensor.nd4j;

import charlm.tensor.Tensor;
import java.util.Arrays;

/**
 * Softmax cross-entropy, computed in double on the host: ND4J's own op aborts the process on targets it does not know.
 */
final class Nd4jLoss {
    private Nd4jLoss() {}

    static double crossEntropy(Tensor logits, int[] targets, int count, double gradientScale, Tensor dLogits) {
        int vocabSize = Math.toIntExact(logits.dim(1));
        double[] values = logits.toDoubles();
        double loss = 0;
        for (int row = 0; row < count; row++) {
            loss += softmaxRow(values, row * vocabSize, vocabSize, targets[row], gradientScale);
        }
        if (dLogits != null) {
            Arrays.fill(values, count * vocabSize, values.length, 0);
            dLogits.set(values);
        }
        return loss;
    }

    /** Turns a row of logits into its gradient and returns -log p[target]. */
    private static double softmaxRow(double[] values, int from, int length, int target, double gradientScale) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + length; i++) {
            max = Math.max(max, values[i]);
        }
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += Math.exp(values[i] - max);
        }
        double loss = max + Math.log(sum) - values[from + target];
        for (int i = from; i < from + length; i++) {
            values[i] = Math.exp(values[i] - max) / sum * gradientScale;
        }
        values[from + target] -= gradientScale;
        return loss;
    }
}
