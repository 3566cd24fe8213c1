package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Dropout of attention weights (B, H, Tq, Tk), without the scale: a unit is a (head, query), its elements the keys. */
final class WeightDropout implements Parallel.Range {
    private final Parallel parallel;
    private final MaskBits[] bits;
    private final float[][] values;
    private final float[][] factors;
    private AttentionShape shape;
    private DropoutMask mask;
    private FloatBuffer from;
    private FloatBuffer to;

    WeightDropout(Parallel parallel) {
        this.parallel = parallel;
        bits = new MaskBits[parallel.threads()];
        values = new float[parallel.threads()][0];
        factors = new float[parallel.threads()][0];
        for (int slot = 0; slot < bits.length; slot++) {
            bits[slot] = new MaskBits();
        }
    }

    /** to = from * mask; both contiguous (B, H, Tq, Tk), may be one. What the causal mask hides is set to 0. */
    void apply(AttentionShape shape, Tensor from, Tensor to, DropoutMask mask) {
        this.shape = shape;
        this.mask = mask;
        this.from = HostMemory.floats(from);
        this.to = HostMemory.floats(to);
        int size = shape.queries() * shape.keys();
        for (int slot = 0; slot < values.length; slot++) {
            if (values[slot].length < size) {
                values[slot] = new float[size];
                factors[slot] = new float[size];
            }
        }
        parallel.run(shape.batch() * shape.heads(), 1, this);
    }

    @Override
    public void run(int first, int last, int slot) {
        int keys = shape.keys();
        int size = shape.queries() * keys;
        float[] value = values[slot];
        float[] factor = factors[slot];
        for (int block = first; block < last; block++) {
            int row = block / shape.heads();
            int head = block % shape.heads();
            for (int query = 0; query < shape.queries(); query++) {
                int visible = Math.min(query + 1, keys);
                int unitKey = mask.unitKey(row, DropoutMask.attentionUnit(head, query));
                bits[slot].fill(mask, unitKey, 1, factor, query * keys, visible);
                Arrays.fill(factor, query * keys + visible, (query + 1) * keys, 0);
            }
            from.get(block * size, value, 0, size);
            for (int i = 0; i < size; i++) {
                value[i] *= factor[i];
            }
            to.put(block * size, value, 0, size);
        }
    }
}
