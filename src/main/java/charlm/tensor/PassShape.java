package charlm.tensor;

/**
 * The sizes of a pass, which decide what tensors it takes: of each packing N, and T of the longest sequence.
 *
 * @param sequences what the pass computes
 * @param inner what the inner layers compute, which may be {@code sequences}
 * @param tail what the last layer computes, which may be {@code sequences}
 * @param headRows how many matrix rows reach the head; passes of one size that take other tensors differ in it
 */
public record PassShape(PackedSequences sequences, PackedSequences inner, PackedSequences tail, int headRows) {
    /** Returns the shape of a pass whose layers all compute the same positions. */
    public static PassShape uniform(PackedSequences sequences, int headRows) {
        return new PassShape(sequences, sequences, sequences, headRows);
    }

    /** Returns whether passes of both shapes take the same tensors. */
    boolean takesTensorsOf(PassShape other) {
        return headRows == other.headRows
                && sameSize(sequences, other.sequences)
                && sameSize(inner, other.inner)
                && sameSize(tail, other.tail);
    }

    private static boolean sameSize(PackedSequences a, PackedSequences b) {
        return a.matrixRows() == b.matrixRows() && a.longest() == b.longest();
    }
}
