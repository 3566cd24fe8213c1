package charlm.tensor.onednn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/**
 * Embedding. Forward, threads take rows; backward they take columns, so that the order in which equal ids are summed
 * does not depend on the number of threads.
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
    private PackedSequences sequences;
    private int width;
    private HostMemory tokens;
    private HostMemory positions;
    private HostMemory activations;

    EmbeddingLoops(Parallel parallel) {
        this.parallel = parallel;
        sums = new ThreadArrays(parallel);
        stage = new ThreadArrays(parallel);
    }

    void embed(int[] ids, PackedSequences sequences, Tensor tokens, Tensor positions, Tensor out) {
        take(ids, sequences, tokens, positions, out);
        parallel.run(sequences.matrixRows(), MIN_ROWS_PER_THREAD, forward);
    }

    void embedBackward(int[] ids, PackedSequences sequences, Tensor dOut, Tensor dTokens, Tensor dPositions) {
        take(ids, sequences, dTokens, dPositions, dOut);
        parallel.run(width, MIN_COLUMNS_PER_THREAD, backward);
    }

    private void take(int[] ids, PackedSequences sequences, Tensor tokens, Tensor positions, Tensor activations) {
        this.ids = ids;
        this.sequences = sequences;
        width = (int) tokens.dim(1);
        this.tokens = HostMemory.rows(tokens);
        this.positions = HostMemory.rows(positions);
        this.activations = HostMemory.rows(activations);
    }

    private void forwardRows(int from, int to, int slot) {
        float[] sum = sums.of(slot, width);
        float[] position = stage.of(slot, width);
        for (int i = from; i < to; i++) {
            tokens.read(ids[i], 0, sum, width);
            positions.read(sequences.positionOf(i), 0, position, width);
            add(position, sum, width);
            activations.write(i, 0, sum, width);
        }
    }

    private void backwardColumns(int from, int to, int slot) {
        int columns = to - from;
        float[] gradient = stage.of(slot, columns);
        float[] sum = sums.of(slot, columns);
        for (int i = 0; i < sequences.matrixRows(); i++) {
            activations.read(i, from, gradient, columns);
            addTo(tokens, ids[i], from, gradient, sum, columns);
            addTo(positions, sequences.positionOf(i), from, gradient, sum, columns);
        }
    }

    private static void addTo(HostMemory target, int row, int from, float[] gradient, float[] sum, int columns) {
        target.read(row, from, sum, columns);
        add(gradient, sum, columns);
        target.write(row, from, sum, columns);
    }

    private static void add(float[] values, float[] sum, int count) {
        for (int j = 0; j < count; j++) {
            sum[j] += values[j];
        }
    }
}
