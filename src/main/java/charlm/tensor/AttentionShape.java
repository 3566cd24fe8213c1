package charlm.tensor;

/**
 * The extents of one attention: B rows of Tq queries and Tk keys, which may differ from row to row, H heads, D head width.
 *
 * <p>The mask is always left-aligned: the query of position i may see key j when j &lt;= i, both counted from 0 (SPEC
 * section 5). A row's first query is of position 0, unless the queries are a tail.
 *
 * @param queries how the rows' queries are packed
 * @param keys how the rows' keys are packed, as many rows
 * @param sharedQuery true when one set of queries serves every row of the batch, each taking as many as it has (the learned
 *     basis)
 */
public record AttentionShape(
        PackedSequences queries, PackedSequences keys, int heads, int headDim, boolean sharedQuery) {
    public AttentionShape {
        if (queries.sequences() != keys.sequences() || heads < 1 || headDim < 1) {
            throw new IllegalArgumentException(
                    "queries and keys must be of as many rows and every extent positive, got " + queries + ", " + keys
                            + ", heads=" + heads + ", headDim=" + headDim);
        }
    }

    /** Returns the extents of {@code batch} rows of one length. */
    public static AttentionShape uniform(
            int batch, int heads, int queries, int keys, int headDim, boolean sharedQuery) {
        return new AttentionShape(
                PackedSequences.uniform(batch, queries),
                PackedSequences.uniform(batch, keys),
                heads,
                headDim,
                sharedQuery);
    }

    /** Returns the extents, which {@code queries} makes at first use and keeps. */
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

    /** Returns how many rows the query matrix has: those of the longest row when shared. */
    public int queryRows() {
        return sharedQuery ? queries.longest() : queries.matrixRows();
    }

    /** Returns how many weights {@code row} has, H * Tq * Tk. */
    public int weightsOf(int row) {
        return Math.multiplyExact(Math.multiplyExact(heads, queries.length(row)), keys.length(row));
    }

    /** Returns the factor 1 / sqrt(D) on the scores. */
    public double scoreScale() {
        return 1 / Math.sqrt(headDim);
    }
}
