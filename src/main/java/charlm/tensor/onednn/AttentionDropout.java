package charlm.tensor.onednn;

import charlm.tensor.DropoutMask;
import charlm.tensor.Tensor;

/**
 * Which of a row's attention weights dropout keeps, a byte for each of (H, Tq, Tk). Those of weights that are 0, hidden ones
 * and those of other rows' queries, are of no consequence. A unit is a (head, position), its elements the keys.
 */
final class AttentionDropout implements DropoutBytes.UnitKeys {
    private final DropoutBytes bytes;
    private SequenceSlice row;
    private int queries;
    private DropoutMask mask;

    AttentionDropout(Parallel parallel) {
        bytes = new DropoutBytes(parallel);
    }

    /** Returns the bytes for the weights of {@code row}, valid until the next call. */
    Tensor draw(SequenceSlice row, DropoutMask mask) {
        this.row = row;
        this.mask = mask;
        queries = row.queries();
        return bytes.draw(mask, this, row.heads() * queries, row.keys());
    }

    @Override
    public int keyOf(int unit) {
        int position = row.firstPosition() + unit % queries;
        return mask.unitKey(row.number(), DropoutMask.attentionUnit(unit / queries, position));
    }
}
