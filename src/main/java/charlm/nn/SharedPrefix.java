package charlm.nn;

import charlm.tensor.Tensor;
import java.util.Arrays;

/**
 * B sequences of T positions that all begin with the same P tokens, as questions of one form do. A causal layer computes
 * the same there in every sequence, so it can compute them <em>packed</em>, (P + B*(T-P), C): the common prefix once, then
 * the rest of every sequence. Without gradients.
 */
public final class SharedPrefix {
    private final int[] packedOf; // position b * T + t of all -> row of the packed ones
    private final int[] positionOf; // and back, the prefix from the first sequence

    /** Makes the index for sequences of {@code length} positions, of which the first {@code shared} are the same. */
    public SharedPrefix(int sequences, int length, int shared) {
        packedOf = new int[sequences * length];
        positionOf = new int[shared + sequences * (length - shared)];
        for (int at = packedOf.length - 1; at >= 0; at--) { // backwards, so that the first sequence's prefix stays
            int position = at % length;
            packedOf[at] = position < shared ? position : at / length * (length - shared) + position;
            positionOf[packedOf[at]] = at;
        }
    }

    /** Returns P, the number of tokens that all sequences begin with; ids are B*T, one sequence after the other. */
    public static int of(int[] ids, int length) {
        int shared = length;
        for (int start = length; start < ids.length; start += length) {
            int differs = Arrays.mismatch(ids, 0, shared, ids, start, start + shared);
            shared = differs < 0 ? shared : differs;
        }
        return shared;
    }

    /** Returns the number of rows of the packed matrix, P + B*(T-P). */
    public int packedRows() {
        return positionOf.length;
    }

    /** (B*T, C) -> (P + B*(T-P), C). */
    Tensor pack(Tensor all, Pass pass) {
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
