package charlm.tensor.onednn;

import charlm.tensor.AttentionShape;

/** One row of the batch in an attention: its extents, and where its parts begin. Moved from row to row. */
final class AttentionRow {
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
    int queries() {
        return shape.queries().length(number);
    }

    /** Returns Tk. */
    int keys() {
        return shape.keys().length(number);
    }

    /** Returns how many weights the row has, H * Tq * Tk. */
    int weights() {
        return shape.weightsOf(number);
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
}
