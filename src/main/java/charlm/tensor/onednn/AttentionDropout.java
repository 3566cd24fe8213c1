package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;
import java.util.function.IntUnaryOperator;

/**
 * Dropout of a sequence's attention weights, as bytes for (H, Tq, Tk). Those of hidden weights, which are 0, and of
 * other sequences' queries have no effect. A unit is a (head, position), its elements the keys.
 */
final class AttentionDropout implements IntUnaryOperator {
    private final DropoutBytes bytes;
    private SequenceSlice slice;
    private int queries;
    private DropoutMask mask;

    AttentionDropout(Parallel parallel) {
        bytes = new DropoutBytes(parallel);
    }

    /** Returns the bytes for the weights of {@code slice}, valid until the next call. */
    Tensor draw(SequenceSlice slice, DropoutMask mask) {
        this.slice = slice;
        this.mask = mask;
        queries = slice.queries();
        return bytes.draw(mask, this, slice.heads() * queries, slice.keys());
    }

    @Override
    public int applyAsInt(int unit) {
        int position = slice.firstPosition() + unit % queries;
        return mask.unitKey(slice.number(), DropoutMask.attentionUnit(unit / queries, position));
    }
}
