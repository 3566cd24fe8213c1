package charlm.tensor;

/**
 * The extents of one attention: B batch, H heads, Tq queries, Tk keys, D head width.
 *
 * <p>The mask is always left-aligned: query i may see key j when j &lt;= i, both counted from 0 (SPEC section 5).
 *
 * @param sharedQuery true when one set of Tq queries serves every row of the batch (the learned basis)
 */
public record AttentionShape(int batch, int heads, int queries, int keys, int headDim, boolean sharedQuery) {
    public AttentionShape {
        if (batch < 1 || heads < 1 || queries < 1 || keys < 1 || headDim < 1) {
            throw new IllegalArgumentException("every extent must be positive, got batch=" + batch + ", heads=" + heads
                    + ", queries=" + queries + ", keys=" + keys + ", headDim=" + headDim);
        }
    }

    /** Returns the width C = H * D of queries, keys, values and output. */
    public int width() {
        return heads * headDim;
    }

    /** Returns how many rows the query matrix has: Tq when shared, else B * Tq. */
    public int queryRows() {
        return sharedQuery ? queries : batch * queries;
    }

    /** Returns the factor 1 / sqrt(D) on the scores. */
    public double scoreScale() {
        return 1 / Math.sqrt(headDim);
    }
}
