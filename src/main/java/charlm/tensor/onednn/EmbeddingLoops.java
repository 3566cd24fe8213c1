package charlm.tensor.onednn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/**
 * Embedding. Forward, threads take rows; backward they take columns, so that the order in which equal ids are summed does
 * not depend on the number of threads.
 */
final class EmbeddingLoops {
    private static final int MIN_ROWS_PER_THREAD = 64;
    private static final int MIN_COLUMNS_PER_THREAD = 32;

    private final Parallel parallel;
    private final Parallel.Range forward = this::forwardRows;
    private final Parallel.Range backward = this::backwardColumns;
    private final ThreadArrays sums;
    private final ThreadArrays stage;
    private int[] ids;
    private PackedSequences rows;
    private int width;
    private FloatBuffer tokens;
    private int tokenStride;
    private FloatBuffer positions;
    private int positionStride;
    private FloatBuffer activations;
    private int activationStride;

    EmbeddingLoops(Parallel parallel) {
        this.parallel = parallel;
        sums = new ThreadArrays(parallel);
        stage = new ThreadArrays(parallel);
    }

    void embed(int[] ids, PackedSequences rows, Tensor tokens, Tensor positions, Tensor out) {
        take(ids, rows, tokens, positions, out);
        parallel.run(rows.matrixRows(), MIN_ROWS_PER_THREAD, forward);
    }

    void embedBackward(int[] ids, PackedSequences rows, Tensor dOut, Tensor dTokens, Tensor dPositions) {
        take(ids, rows, dTokens, dPositions, dOut);
        parallel.run(width, MIN_COLUMNS_PER_THREAD, backward);
    }

    private void take(int[] ids, PackedSequences rows, Tensor tokens, Tensor positions, Tensor activations) {
        this.ids = ids;
        this.rows = rows;
        width = (int) tokens.dim(1);
        this.tokens = HostMemory.floats(tokens);
        tokenStride = (int) tokens.stride(0);
        this.positions = HostMemory.floats(positions);
        positionStride = (int) positions.stride(0);
        this.activations = HostMemory.floats(activations);
        activationStride = (int) activations.stride(0);
    }

    private void forwardRows(int from, int to, int slot) {
        float[] sum = sums.of(slot, width);
        float[] position = stage.of(slot, width);
        for (int i = from; i < to; i++) {
            tokens.get(ids[i] * tokenStride, sum, 0, width);
            positions.get(rows.positionOf(i) * positionStride, position, 0, width);
            add(position, sum, width);
            activations.put(i * activationStride, sum, 0, width);
        }
    }

    private void backwardColumns(int from, int to, int slot) {
        int columns = to - from;
        float[] gradient = stage.of(slot, columns);
        float[] sum = sums.of(slot, columns);
        for (int i = 0; i < rows.matrixRows(); i++) {
            activations.get(i * activationStride + from, gradient, 0, columns);
            addTo(tokens, ids[i] * tokenStride + from, columns, gradient, sum);
            addTo(positions, rows.positionOf(i) * positionStride + from, columns, gradient, sum);
        }
    }

    private static void addTo(FloatBuffer target, int at, int columns, float[] gradient, float[] sum) {
        target.get(at, sum, 0, columns);
        add(gradient, sum, columns);
        target.put(at, sum, 0, columns);
    }

    private static void add(float[] values, float[] sum, int count) {
        for (int j = 0; j < count; j++) {
            sum[j] += values[j];
        }
    }
}
