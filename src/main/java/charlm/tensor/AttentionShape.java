package charlm.tensor;

/**
 * The extents of one attention: B sequences of Tq queries and Tk keys, which may differ in length, H heads, D head
 * width.
 *
 * <p>The mask is always left-aligned: the query of position i may see key j when j &lt;= i, both counted from 0 (SPEC
 * section 5). The first query of a sequence is position 0, unless the queries are tails.
 *
 * @param queries how the sequences' queries are packed
 * @param keys how their keys are packed
 * @param sharedQuery true when one set of queries serves every sequence, each taking as many as it has (the learned
 *     basis)
 */
public record AttentionShape(
        PackedSequences queries, PackedSequences keys, int heads, int headDim, boolean sharedQuery) {
    public AttentionShape {
        if (queries.sequences() != keys.sequences() || heads < 1 || headDim < 1) {
            throw new IllegalArgumentException("queries and keys need equally many sequences and positive extents, got "
                    + queries + ", " + keys + ", heads=" + heads + ", headDim=" + headDim);
        }
    }

    /** Returns the extents of {@code batch} sequences of one length. */
    public static AttentionShape uniform(
            int batch, int heads, int queries, int keys, int headDim, boolean sharedQuery) {
        return new AttentionShape(
                PackedSequences.uniform(batch, queries),
                PackedSequences.uniform(batch, keys),
                heads,
                headDim,
                sharedQuery);
    }

    /** Returns the extents, made at first use and cached by {@code queries}. */
    public static AttentionShape of(
            PackedSequences queries, PackedSequences keys, int heads, int headDim, boolean sharedQuery) {
        return queries.attention(keys, heads, headDim, sharedQuery);
    }

    /** Returns B. */
    public int batch() {
        return queries.sequences();
    }

    /** Returns the width C = H * D of queries, keys, values and output. */
    public int width() {
        return heads * headDim;
    }

    /** Returns the number of rows of the query matrix: T of the longest sequence when the query is shared. */
    public int queryRows() {
        return sharedQuery ? queries.longest() : queries.matrixRows();
    }

    /** Returns H * Tq * Tk of {@code sequence}. */
    public int weightsOf(int sequence) {
        return Math.multiplyExact(Math.multiplyExact(heads, queries.length(sequence)), keys.length(sequence));
    }

    /** Returns the factor 1 / sqrt(D) on the scores. */
    public double scoreScale() {
        return 1 / Math.sqrt(headDim);
    }
}
