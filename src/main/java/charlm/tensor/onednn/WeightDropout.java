package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The factors of dropout of attention weights (1, H, Tq, Tk), without the scale: 1, or 0 where a weight is dropped or
 * hidden by the causal mask. A unit is a (head, query), its elements the keys.
 */
final class WeightDropout implements Parallel.Range {
    private final Parallel parallel;
    private final Scratch memory = new Scratch(DataType.FLOAT);
    private final int[][] stage;
    private int[] spread = {};
    private int[] visible = {};
    private int spreadQueries;
    private int spreadKeys;
    private AttentionShape shape;
    private DropoutMask mask;
    private int row;
    private IntBuffer to;

    WeightDropout(Parallel parallel) {
        this.parallel = parallel;
        stage = new int[parallel.threads()][0];
    }

    /**
     * Returns the factors for {@code weights}, valid until the next call.
     *
     * @param row of the batch that they are of
     */
    Tensor factors(AttentionShape shape, DropoutMask mask, int row, Tensor weights) {
        Tensor factors = memory.like(weights);
        this.shape = shape;
        this.mask = mask;
        this.row = row;
        to = HostMemory.bits(factors);
        prepare(shape.queries(), shape.keys());
        parallel.run(shape.heads(), 1, this);
        return factors;
    }

    private void prepare(int queries, int keys) {
        if (queries == spreadQueries && keys == spreadKeys) {
            return;
        }
        spreadQueries = queries;
        spreadKeys = keys;
        int size = queries * keys;
        if (spread.length < size) {
            spread = new int[size];
            visible = new int[size];
            for (int slot = 0; slot < stage.length; slot++) {
                stage[slot] = new int[size];
            }
        }
        for (int i = 0; i < size; i++) {
            spread[i] = DropoutMask.spread(i % keys);
            visible[i] = i % keys <= i / keys ? -1 : 0;
        }
    }

    @Override
    public void run(int first, int last, int slot) {
        int keys = shape.keys();
        int size = shape.queries() * keys;
        int[] bits = stage[slot];
        for (int head = first; head < last; head++) {
            for (int query = 0; query < shape.queries(); query++) {
                int unitKey = mask.unitKey(row, DropoutMask.attentionUnit(head, query));
                Arrays.fill(bits, query * keys, (query + 1) * keys, unitKey);
            }
            MaskBits.fill(mask, 1, spread, bits, size);
            hide(bits, size);
            to.put(head * size, bits, 0, size);
        }
    }

    private void hide(int[] bits, int size) {
        int[] causal = visible;
        for (int i = 0; i < size; i++) {
            bits[i] &= causal[i];
        }
    }
}
