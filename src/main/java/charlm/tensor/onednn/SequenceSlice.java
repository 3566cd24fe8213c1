package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.Rounding;

/**
 * One sequence of the batch in an attention: its extents, and where its parts begin. Moved from sequence to sequence.
 *
 * <p>Lengths are rounded up, as far as the matrices reach, so that sequences of many lengths share few kernels. The
 * machine code of one takes up to a hundred kilobytes; fetching it from beyond the cache takes longer than the
 * computation. The extra positions belong to later sequences: their keys are hidden, their queries give no weights, and
 * later sequences overwrite their output.
 */
final class SequenceSlice {
    private static final int MAX_MULTIPLE = 16; // rows of a matrix unit's tile
    private static final int GROWTH = 4; // a length grows by a quarter at most
    private static final int STAGED = 1 << 14; // elements

    private AttentionShape shape;
    private int number;
    private long weightsStart;

    /** Moves to the first sequence of {@code shape}. */
    void begin(AttentionShape shape) {
        this.shape = shape;
        number = 0;
        weightsStart = 0;
    }

    /** Returns whether this is a sequence of the batch, not the end after the last one. */
    boolean exists() {
        return number < shape.batch();
    }

    void moveOn() {
        weightsStart += weights();
        number++;
    }

    /** Returns the index of the sequence. */
    int number() {
        return number;
    }

    int heads() {
        return shape.heads();
    }

    int headDim() {
        return shape.headDim();
    }

    /** Returns Tq. */
    int ownQueries() {
        return shape.queries().length(number);
    }

    /** Returns the position of the first query. */
    int firstPosition() {
        return shape.queries().firstPosition(number);
    }

    /** Returns Tk. */
    int ownKeys() {
        return shape.keys().length(number);
    }

    /** Returns how many of its own keys {@code query} sees, from the first on. */
    int seenKeys(int query) {
        return Math.min(firstPosition() + query + 1, ownKeys());
    }

    /** Returns the number of queries computed, Tq rounded up. */
    int queries() {
        int remaining = shape.queries().matrixRows() - outStart();
        return Math.min(upQueries(), shape.sharedQuery() ? Math.min(remaining, shape.queryRows()) : remaining);
    }

    /** Returns the number of keys computed, Tk rounded up. */
    int keys() {
        return Math.min(up(ownKeys()), shape.keys().matrixRows() - keyStart());
    }

    /** Tails are short and of any length beside any number of keys; powers of two leave few pairs of extents. */
    private int upQueries() {
        return shape.queries().isTail() ? Integer.highestOneBit(2 * ownQueries() - 1) : up(ownQueries());
    }

    private static int up(int length) {
        int multiple = Math.min(Integer.highestOneBit(length) / GROWTH, MAX_MULTIPLE);
        return multiple > 1 ? Rounding.up(length, multiple) : length;
    }

    /** Returns the number of weights, H by {@link #queries} by {@link #keys}. */
    int weights() {
        return Math.multiplyExact(Math.multiplyExact(heads(), queries()), keys());
    }

    /** Returns the most weights that all sequences of a shape have, by the extents of its matrices alone. */
    static long weightsLength(AttentionShape shape) {
        long size = shape.queries().matrixRows();
        long queries = shape.queries().isTail() ? 2 * size : Rounding.divideUp((GROWTH + 1) * size, GROWTH);
        return shape.heads() * queries * up(shape.keys().longest());
    }

    /**
     * Returns the number of queries whose weights a loop stages at once, so that long sequences take no more of the
     * heap.
     */
    int queriesAtOnce() {
        return Math.min(queries(), Math.max(1, STAGED / keys()));
    }

    float scoreScale() {
        return (float) shape.scoreScale();
    }

    /** Returns the matrix row of the first query in q. */
    int queryStart() {
        return shape.sharedQuery() ? 0 : outStart();
    }

    /** Returns the matrix row of the first query in the output, and in what has a matrix row for each query. */
    int outStart() {
        return shape.queries().start(number);
    }

    /** Returns the matrix row of the first key in k and v. */
    int keyStart() {
        return shape.keys().start(number);
    }

    /** Returns the element of the first weight. */
    long weightsStart() {
        return weightsStart;
    }

    /** Returns the element of the first weight that {@code query} of {@code head} gives. */
    long weightsStart(int head, int query) {
        return weightsStart + ((long) head * queries() + query) * keys();
    }
}
