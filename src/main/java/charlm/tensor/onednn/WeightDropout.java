package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The factors of dropout of a row's attention weights (H, Tq, Tk), without the scale: 1, or 0 where a weight is dropped.
 * Those of weights that are 0, hidden ones and those of other rows' queries, are of no consequence. A unit is a (head,
 * query), its elements the keys.
 */
final class WeightDropout implements Parallel.Range {
    private final Parallel parallel;
    private final Scratch memory = new Scratch(DataType.FLOAT);
    private final int[][] stage;
    private int[] spread = {};
    private int[] ofKeys = {};
    private AttentionRow row;
    private DropoutMask mask;
    private IntBuffer to;

    WeightDropout(Parallel parallel) {
        this.parallel = parallel;
        stage = new int[parallel.threads()][0];
    }

    /** Returns the factors for the weights of {@code row}, valid until the next call. */
    Tensor factors(AttentionRow row, DropoutMask mask) {
        Tensor factors = memory.room(row.weights());
        this.row = row;
        this.mask = mask;
        to = HostMemory.bits(factors);
        prepare(row.queriesAtOnce(), row.keys());
        parallel.run(row.heads(), 1, this);
        return factors;
    }

    private void prepare(int queries, int keys) {
        int size = queries * keys;
        if (spread.length < size) {
            spread = new int[size];
            for (int slot = 0; slot < stage.length; slot++) {
                stage[slot] = new int[size];
            }
        }
        if (ofKeys.length < keys) {
            ofKeys = new int[keys];
            Arrays.setAll(ofKeys, DropoutMask::spread);
        }
        for (int query = 0; query < queries; query++) {
            System.arraycopy(ofKeys, 0, spread, query * keys, keys);
        }
    }

    @Override
    public void run(int first, int last, int slot) {
        int queries = row.ownQueries();
        int atOnce = row.queriesAtOnce();
        for (int head = first; head < last; head++) {
            for (int query = 0; query < queries; query += atOnce) {
                fill(head, query, Math.min(query + atOnce, queries), stage[slot]);
            }
        }
    }

    private void fill(int head, int firstQuery, int lastQuery, int[] bits) {
        int keys = row.keys();
        for (int query = firstQuery; query < lastQuery; query++) {
            int from = (query - firstQuery) * keys;
            Arrays.fill(bits, from, from + keys, mask.unitKey(row.number(), DropoutMask.attentionUnit(head, query)));
        }
        int size = (lastQuery - firstQuery) * keys;
        MaskBits.fill(mask, 1, spread, bits, size);
        to.put((head * row.queries() + firstQuery) * keys, bits, 0, size);
    }
}
