package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Hides from each query the keys after it. A pass of its own over half of the scores, while they are still in the cache:
 * a mask that rides on the product as a broadcast addend is read wrongly by oneDNN 3.11's kernels for matrix units (AMX).
 */
final class CausalMask implements Parallel.Range {
    /** The score of what is hidden, as the reference does; exp of it is 0 whatever the true score was. */
    static final float MASKED_SCORE = -1e10f;

    private final Parallel parallel;
    private float[] masked = {};
    private FloatBuffer scores;
    private int queries;
    private int keys;

    CausalMask(Parallel parallel) {
        this.parallel = parallel;
    }

    /** Overwrites scores (B, H, Tq, Tk) where the key's place is larger than the query's; contiguous. */
    void hide(Tensor scores) {
        this.scores = HostMemory.floats(scores);
        queries = (int) scores.dim(2);
        keys = (int) scores.dim(3);
        if (masked.length < keys) {
            masked = new float[keys];
            Arrays.fill(masked, MASKED_SCORE);
        }
        parallel.run((int) (scores.dim(0) * scores.dim(1)), 1, this);
    }

    @Override
    public void run(int from, int to, int slot) {
        for (int block = from; block < to; block++) {
            for (int query = 0; query < queries && query + 1 < keys; query++) {
                scores.put((block * queries + query) * keys + query + 1, masked, 0, keys - query - 1);
            }
        }
    }
}
