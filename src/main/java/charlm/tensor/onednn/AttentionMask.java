package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Hides from each query the keys after it. A pass of its own over half of the scores, while they are still in the
 * cache: a mask that rides on the product as a broadcast addend is read wrongly by oneDNN 3.11's kernels for matrix
 * units (AMX).
 */
final class AttentionMask implements Parallel.Range {
    /** The score of what is hidden, as the reference does; exp of it is 0 whatever the true score was. */
    static final float MASKED_SCORE = -1e10f;

    private final Parallel parallel;
    private float[] masked = {};
    private SequenceSlice row;
    private FloatBuffer scores;
    private int from;
    private int queries;
    private int keys;

    AttentionMask(Parallel parallel) {
        this.parallel = parallel;
    }

    /**
     * Overwrites the scores of {@code row}, from element {@code from} on, where the key's place is larger than the query's
     * or the key is another row's.
     */
    void hide(SequenceSlice row, Tensor scores, long from) {
        this.row = row;
        this.scores = HostMemory.floats(scores);
        this.from = Math.toIntExact(from);
        queries = row.queries();
        keys = row.keys();
        if (masked.length < keys) {
            masked = new float[keys];
            Arrays.fill(masked, MASKED_SCORE);
        }
        parallel.run(row.heads(), 1, this);
    }

    @Override
    public void run(int first, int last, int slot) {
        for (int block = first; block < last; block++) {
            for (int query = 0; query < queries; query++) {
                int seen = row.seenKeys(query);
                if (seen < keys) {
                    scores.put(from + (block * queries + query) * keys + seen, masked, 0, keys - seen);
                }
            }
        }
    }
}
