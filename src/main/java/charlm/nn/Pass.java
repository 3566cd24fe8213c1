package charlm.nn;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import charlm.tensor.Workspace;

/**
 * One pass over a group of rows: where it computes, where its buffers come from, its extents, and what its dropout draws
 * depend on. Reused from pass to pass.
 */
public final class Pass implements AutoCloseable {
    private final Engine engine;
    private final Workspace workspace;
    private PackedSequences rows;
    private PackedSequences tail;
    private int[] rowIds;
    private long seed;
    private long step;
    private boolean training;

    public Pass(Engine engine) {
        this.engine = engine;
        this.workspace = new Workspace(engine);
    }

    /**
     * Starts a training pass.
     *
     * @param rows what it computes
     * @param inner what the inner layers compute, which may be {@code rows}
     * @param tail what the last layer computes, which may be {@code rows}
     * @param scoredRows as in {@link #beginInference}
     * @param rowIds each row's place in the whole batch
     */
    public void beginTraining(
            PackedSequences rows,
            PackedSequences inner,
            PackedSequences tail,
            int scoredRows,
            int[] rowIds,
            long seed,
            long step) {
        this.rowIds = rowIds;
        this.seed = seed;
        this.step = step;
        begin(rows, inner, tail, scoredRows, true);
    }

    /**
     * Starts a pass without dropout whose backward pass may never come.
     *
     * @param scoredRows part of the shape: passes over as many positions that take other tensors have another number
     */
    public void beginInference(PackedSequences rows, PackedSequences inner, PackedSequences tail, int scoredRows) {
        begin(rows, inner, tail, scoredRows, false);
    }

    private void begin(
            PackedSequences rows, PackedSequences inner, PackedSequences tail, int scoredRows, boolean training) {
        this.rows = rows;
        this.tail = tail;
        this.training = training;
        workspace.begin(rows, inner, tail, scoredRows);
    }

    /** Returns an uninitialised vector, valid until the next pass begins. */
    Tensor take(long a) {
        return workspace.take(a);
    }

    /** Returns an uninitialised matrix, valid until the next pass begins. */
    public Tensor take(long a, long b) {
        return workspace.take(a, b);
    }

    /** Returns an uninitialised matrix of the engine's activation type, valid until the next pass begins. */
    public Tensor takeActivation(long a, long b) {
        return workspace.takeActivation(a, b);
    }

    /** Returns the three with an uninitialised vector for their weights, valid until the next pass begins. */
    AttentionTensors takeWeights(AttentionShape shape, Tensor q, Tensor k, Tensor v) {
        return workspace.takeWeights(shape, q, k, v);
    }

    /** Returns the three, which were taken in this pass, as one. */
    AttentionGradients gradients(Tensor dQ, Tensor dK, Tensor dV) {
        return workspace.gradients(dQ, dK, dV);
    }

    /** Says that what is taken from here to {@link #endScratch} is needed only until the next scratch begins. */
    public void beginScratch() {
        workspace.beginScratch();
    }

    /** Ends what {@link #beginScratch} began. */
    public void endScratch() {
        workspace.endScratch();
    }

    /** Returns columns {@code from} to {@code to} of a matrix taken in this pass, as a strided view. */
    Tensor columns(Tensor matrix, long from, long to) {
        return workspace.columns(matrix, from, to);
    }

    /** Returns rows {@code from} to {@code to} of a matrix, a parameter for instance, as a view. */
    Tensor rows(Tensor matrix, long from, long to) {
        return workspace.rows(matrix, from, to);
    }

    /** Frees all buffers; what was taken before must not be used any more. */
    @Override
    public void close() {
        workspace.close();
    }

    public Engine engine() {
        return engine;
    }

    /** Returns how the rows that this pass computes are packed. */
    public PackedSequences rows() {
        return rows;
    }

    /** Returns how the positions that the last layer computes are packed: each row's from the first that is asked for on. */
    public PackedSequences tail() {
        return tail;
    }

    boolean training() {
        return training;
    }

    int[] rowIds() {
        return rowIds;
    }

    long seed() {
        return seed;
    }

    long step() {
        return step;
    }
}
