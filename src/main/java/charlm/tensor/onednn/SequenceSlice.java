package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;
import charlm.tensor.Rounding;

/**
 * One row of the batch in an attention: its extents, and where its parts begin. Moved from row to row.
 *
 * <p>A row is computed with a few more queries and keys than it has, as far as the matrices reach: rows of many lengths then
 * need few kernels. The machine code of one takes up to a hundred kilobytes, and fetching it from beyond the cache longer
 * than what it computes. What is taken in belongs to the rows after: its keys are hidden, its queries give no weights, and
 * what is written for it those rows write anew, whose turn comes later.
 */
final class SequenceSlice {
    private static final int MAX_MULTIPLE = 16; // rows of a matrix unit's tile
    private static final int GROWTH = 4; // no length grows by more than one part in so many
    private static final int STAGED = 1 << 14; // elements

    private AttentionShape shape;
    private int number;
    private long weightsStart;

    /** Moves to the first row of {@code shape}. */
    void begin(AttentionShape shape) {
        this.shape = shape;
        number = 0;
        weightsStart = 0;
    }

    /** Returns whether this is a row of the batch, and not what follows the last one. */
    boolean exists() {
        return number < shape.batch();
    }

    void moveOn() {
        weightsStart += weights();
        number++;
    }

    /** Returns which row it is. */
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

    /** Returns which position of the row the first query is. */
    int firstPosition() {
        return shape.queries().firstPosition(number);
    }

    /** Returns Tk. */
    int ownKeys() {
        return shape.keys().length(number);
    }

    /** Returns how many of its own keys, from the first on, {@code query} sees. */
    int seenKeys(int query) {
        return Math.min(firstPosition() + query + 1, ownKeys());
    }

    /** Returns how many queries are computed, Tq or what that is rounded up to. */
    int queries() {
        int room = shape.queries().matrixRows() - outStart();
        return Math.min(upQueries(), shape.sharedQuery() ? Math.min(room, shape.queryRows()) : room);
    }

    /** Returns how many keys are computed, Tk or what that is rounded up to. */
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

    /** Returns how many weights the row has, H by {@link #queries} by {@link #keys}. */
    int weights() {
        return Math.multiplyExact(Math.multiplyExact(heads(), queries()), keys());
    }

    /** Returns how many weights all rows of a shape have at most, by the extents of its matrices alone. */
    static long weightsLength(AttentionShape shape) {
        long size = shape.queries().matrixRows();
        long queries = shape.queries().isTail() ? 2 * size : Rounding.divideUp((GROWTH + 1) * size, GROWTH);
        return shape.heads() * queries * up(shape.keys().longest());
    }

    /** Returns of how many queries a loop stages the weights at once, so that long rows take no more of the heap. */
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
