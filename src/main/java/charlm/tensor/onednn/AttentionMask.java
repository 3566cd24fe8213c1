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
    /** The score of hidden keys, as in the reference; exp of it is 0 whatever the true score was. */
    static final float MASKED_SCORE = -1e10f;

    private final Parallel parallel;
    private float[] masked = {};
    private SequenceSlice slice;
    private FloatBuffer scores;
    private int from;
    private int queries;
    private int keys;

    AttentionMask(Parallel parallel) {
        this.parallel = parallel;
    }

    /**
     * Overwrites the scores of {@code slice}, from element {@code from} on, of every key after the query's position and
     * of keys of other sequences.
     */
    void hide(SequenceSlice slice, Tensor scores, long from) {
        this.slice = slice;
        this.scores = HostMemory.floats(scores);
        this.from = Math.toIntExact(from);
        queries = slice.queries();
        keys = slice.keys();
        if (masked.length < keys) {
            masked = new float[keys];
            Arrays.fill(masked, MASKED_SCORE);
        }
        parallel.run(slice.heads(), 1, this);
    }

    @Override
    public void run(int first, int last, int slot) {
        for (int block = first; block < last; block++) {
            for (int query = 0; query < queries; query++) {
                int seen = slice.seenKeys(query);
                if (seen < keys) {
                    scores.put(from + (block * queries + query) * keys + seen, masked, 0, keys - seen);
                }
            }
        }
    }
}
