package charlm.nn;

import charlm.tensor.AttentionShape;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import charlm.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * One pass over a group of rows: where it computes, where its buffers come from, its extents, and what its dropout draws
 * depend on. Reused from pass to pass.
 */
public final class Pass {
    private final Engine engine;
    private final Workspace workspace;
    private final List<AttentionShape> attentionShapes = new ArrayList<>();
    private int batch;
    private int length;
    private int[] rowIds;
    private long seed;
    private long step;
    private boolean training;

    public Pass(Engine engine) {
        this.engine = engine;
        this.workspace = new Workspace(engine);
    }

    /**
     * Starts a training pass over {@code batch} rows of {@code length} positions.
     *
     * @param scoredRows how many rows reach the head; part of the shape
     * @param rowIds each row's place in the whole batch
     */
    public void beginTraining(int batch, int length, int scoredRows, int[] rowIds, long seed, long step) {
        this.rowIds = rowIds;
        this.seed = seed;
        this.step = step;
        begin(batch, length, scoredRows, true);
    }

    /** Starts a pass without dropout whose backward pass may never come. */
    public void beginInference(int batch, int length, int scoredRows) {
        begin(batch, length, scoredRows, false);
    }

    private void begin(int batch, int length, int scoredRows, boolean training) {
        this.batch = batch;
        this.length = length;
        this.training = training;
        workspace.begin(batch, length, scoredRows);
    }

    /** Returns an uninitialised vector, valid until the next pass begins. */
    Tensor take(long a) {
        return workspace.take(a);
    }

    /** Returns an uninitialised matrix, valid until the next pass begins. */
    Tensor take(long a, long b) {
        return workspace.take(a, b);
    }

    /** Returns an uninitialised matrix of the engine's activation type, valid until the next pass begins. */
    Tensor takeActivation(long a, long b) {
        return workspace.takeActivation(a, b);
    }

    /** Returns an uninitialised tensor of the engine's activation type, valid until the next pass begins. */
    Tensor takeActivation(long a, long b, long c, long d) {
        return workspace.takeActivation(a, b, c, d);
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

    /** Returns the extents of an attention over this batch; one object for each, so that a step allocates none. */
    AttentionShape attentionShape(int heads, int queries, int keys, int headDim, boolean sharedQuery) {
        for (int i = 0; i < attentionShapes.size(); i++) {
            AttentionShape known = attentionShapes.get(i);
            if (known.batch() == batch
                    && known.heads() == heads
                    && known.queries() == queries
                    && known.keys() == keys
                    && known.headDim() == headDim
                    && known.sharedQuery() == sharedQuery) {
                return known;
            }
        }
        AttentionShape shape = new AttentionShape(batch, heads, queries, keys, headDim, sharedQuery);
        attentionShapes.add(shape);
        return shape;
    }

    /** Returns a matrix as {@link #take(long, long)}, for callers outside the layers. */
    public Tensor takeMatrix(long rows, long columns) {
        return workspace.take(rows, columns);
    }

    /** Returns a matrix as {@link #takeActivation(long, long)}, for callers outside the layers. */
    public Tensor takeActivationMatrix(long rows, long columns) {
        return workspace.takeActivation(rows, columns);
    }

    public Engine engine() {
        return engine;
    }

    /** Returns B. */
    public int batch() {
        return batch;
    }

    /** Returns T. */
    public int length() {
        return length;
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
