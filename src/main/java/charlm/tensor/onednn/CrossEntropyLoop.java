package charlm.tensor.onednn;

import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import java.util.Arrays;

/**
 * Softmax cross-entropy. oneDNN computes the probabilities; this loop takes the loss from the largest of them, which is
 * never tiny, so that no logarithm of an underflowed probability is taken: log p[t] = x[t] - x[m] + log p[m].
 */
final class CrossEntropyLoop implements Parallel.Range {
    private static final int MIN_ROWS_PER_THREAD = 8;

    private final Parallel parallel;
    private final SoftmaxKernels softmax;
    private final Scratch probabilityMemory = new Scratch(NumberType.FLOAT);
    private final StandIns standIns;
    private final ThreadArrays stage;
    private double[] losses = {};
    private HostMemory logits;
    private HostMemory probabilities;
    private HostMemory gradients; // null where none are wanted
    private int[] targets;
    private int count;
    private int vocabSize;
    private float gradientScale;

    CrossEntropyLoop(Parallel parallel, SoftmaxKernels softmax, Conversions conversions) {
        this.parallel = parallel;
        this.softmax = softmax;
        standIns = new StandIns(conversions);
        stage = new ThreadArrays(parallel);
    }

    double run(Tensor logits, int[] targets, int count, double gradientScale, Tensor dLogits) {
        int rows = (int) logits.dim(0);
        vocabSize = (int) logits.dim(1);
        Tensor softmaxed = probabilityMemory.matrix(rows, vocabSize);
        softmax.forward(logits, softmaxed);
        probabilities = HostMemory.rows(softmaxed);
        this.logits = HostMemory.rows(logits);
        Tensor full = dLogits == null ? null : standIns.fullOutput(0, dLogits);
        gradients = dLogits == null ? null : HostMemory.rows(full);
        this.targets = targets;
        this.count = count;
        this.gradientScale = (float) gradientScale;
        if (losses.length < rows) {
            losses = new double[rows];
        }
        parallel.run(rows, MIN_ROWS_PER_THREAD, this);
        if (dLogits != null) {
            standIns.finish(full, dLogits);
        }
        double sum = 0;
        for (int row = 0; row < count; row++) {
            sum += losses[row];
        }
        return sum;
    }

    @Override
    public void run(int from, int to, int slot) {
        float[] row = stage.of(slot, vocabSize);
        for (int i = from; i < to; i++) {
            if (i < count) {
                probabilities.read(i, 0, row, vocabSize);
                losses[i] = loss(i, row);
                scale(row);
                row[targets[i]] -= gradientScale;
            } else {
                Arrays.fill(row, 0, vocabSize, 0);
            }
            if (gradients != null) {
                gradients.write(i, 0, row, vocabSize);
            }
        }
    }

    private double loss(int i, float[] probability) {
        int best = 0;
        for (int j = 1; j < vocabSize; j++) {
            if (probability[j] > probability[best]) {
                best = j;
            }
        }
        double largest = logits.get(i, best);
        return largest - Math.log(probability[best]) - logits.get(i, targets[i]);
    }

    private void scale(float[] row) {
        for (int j = 0; j < vocabSize; j++) {
            row[j] *= gradientScale;
        }
    }
}
