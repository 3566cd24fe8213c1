package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/**
 * The gradient of a sequence's masked softmax in single precision: dS = w (dP - sum_j dP_j w_j), over the keys that a
 * query may see and 0 beyond. On AVX2 oneDNN 3.11's own takes nine times as long. Mixed precision, which never runs
 * there, uses that.
 */
final class AttentionSoftmaxGradient implements Parallel.Range {
    private static final int SUMS = 4; // side by side

    private final Parallel parallel;
    private final ThreadArrays weightStage;
    private final ThreadArrays gradientStage;
    private SequenceSlice slice;
    private FloatBuffer weights;
    private int weightsFrom;
    private FloatBuffer gradients;
    private int queries;
    private int atOnce;
    private int keys;

    AttentionSoftmaxGradient(Parallel parallel) {
        this.parallel = parallel;
        weightStage = new ThreadArrays(parallel);
        gradientStage = new ThreadArrays(parallel);
    }

    /** Turns the gradient of the weights (H, Tq, Tk), those of {@code slice}, into that of the scores, in place. */
    void run(SequenceSlice slice, Tensor weights, Tensor gradients) {
        this.slice = slice;
        this.weights = HostMemory.floats(weights);
        weightsFrom = Math.toIntExact(slice.weightsStart());
        this.gradients = HostMemory.floats(gradients);
        queries = slice.queries();
        atOnce = slice.queriesAtOnce();
        keys = slice.keys();
        parallel.run(slice.heads(), 1, this);
    }

    @Override
    public void run(int first, int last, int slot) {
        float[] w = weightStage.of(slot, atOnce * keys);
        float[] d = gradientStage.of(slot, atOnce * keys);
        for (int head = first; head < last; head++) {
            for (int query = 0; query < queries; query += atOnce) {
                turn(head, query, Math.min(query + atOnce, queries), w, d);
            }
        }
    }

    private void turn(int head, int firstQuery, int lastQuery, float[] w, float[] d) {
        int at = (head * queries + firstQuery) * keys;
        int size = (lastQuery - firstQuery) * keys;
        weights.get(weightsFrom + at, w, 0, size);
        gradients.get(at, d, 0, size);
        for (int query = firstQuery; query < lastQuery; query++) {
            int from = (query - firstQuery) * keys;
            center(w, d, from, from + keys, dot(w, d, from, from + slice.seenKeys(query)));
        }
        gradients.put(at, d, 0, size);
    }

    /** Four sums side by side, since each addition waits for the one before it. */
    private static float dot(float[] w, float[] d, int from, int to) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = from;
        for (; i + SUMS <= to; i += SUMS) {
            sum0 += w[i] * d[i];
            sum1 += w[i + 1] * d[i + 1];
            sum2 += w[i + 2] * d[i + 2];
            sum3 += w[i + 3] * d[i + 3];
        }
        for (; i < to; i++) {
            sum0 += w[i] * d[i];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /** Weights of what is hidden are 0, and so become the gradients there. */
    private static void center(float[] w, float[] d, int from, int to, float mean) {
        for (int i = from; i < to; i++) {
            d[i] = w[i] * (d[i] - mean);
        }
    }
}
