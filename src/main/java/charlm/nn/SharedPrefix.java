package charlm.nn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.Arrays;

/**
 * B rows of T positions that all begin with the same P tokens, as questions of one form do. A causal layer computes the
 * same there in every row, so it can do with them <em>packed</em>, (P + B*(T-P), C): the beginning once, then the rest
 * of every row. Without gradients.
 */
public final class SharedPrefix {
    private final int rows;
    private final int length;
    private final int shared;
    private final PackedSequences expanded;
    private final int[] packedOf; // position b * T + t of all -> row of the packed ones
    private final int[] positionOf; // and back, the beginning from the first row

    /**
     * Makes the index for {@code rows} rows of {@code length} positions, of which the first {@code shared} are the
     * same.
     */
    public SharedPrefix(int rows, int length, int shared) {
        this.rows = rows;
        this.length = length;
        this.shared = shared;
        expanded = PackedSequences.uniform(rows, length);
        packedOf = new int[rows * length];
        positionOf = new int[shared + rows * (length - shared)];
        for (int at = rows * length - 1; at >= 0; at--) { // backwards, so that of the beginnings the first row's stays
            int position = at % length;
            packedOf[at] = position < shared ? position : at / length * (length - shared) + position;
            positionOf[packedOf[at]] = at;
        }
    }

    /** Returns how many tokens all rows begin with; ids are B*T, row by row. */
    public static int of(int[] ids, int length) {
        int shared = length;
        for (int row = length; row < ids.length; row += length) {
            int differs = Arrays.mismatch(ids, 0, shared, ids, row, row + shared);
            shared = differs < 0 ? shared : differs;
        }
        return shared;
    }

    /** Returns the same of the first {@code count} positions of the rows. */
    public SharedPrefix first(int count) {
        return count == length ? this : new SharedPrefix(rows, count, Math.min(shared, count));
    }

    /** Returns how all positions lie, (B*T, C). */
    public PackedSequences expanded() {
        return expanded;
    }

    /** Returns how many positions are left packed, P + B*(T-P). */
    public int packedRows() {
        return positionOf.length;
    }

    /** Returns T. */
    int length() {
        return length;
    }

    /** (B*T, C) -> (P + B*(T-P), C). */
    public Tensor pack(Tensor all, Pass pass) {
        return gather(all, positionOf, pass);
    }

    /** (P + B*(T-P), C) -> (B*T, C). */
    Tensor expand(Tensor packed, Pass pass) {
        return gather(packed, packedOf, pass);
    }

    private Tensor gather(Tensor from, int[] indices, Pass pass) {
        if (packedOf.length == positionOf.length) {
            return from; // nothing is shared
        }
        Tensor to = pass.take(indices.length, from.dim(1));
        pass.engine().gatherRows(from, indices, indices.length, to);
        return to;
    }
}
