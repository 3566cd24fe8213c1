package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/**
 * Adds the sums of a matrix's columns to a vector. Threads take columns, not rows, so the order of summation, and with it
 * every bit, is the same for any number of threads.
 */
final class ColumnSums implements Parallel.Range {
    private static final int MIN_COLUMNS_PER_THREAD = 64;

    private final Parallel parallel;
    private final float[][] sums;
    private final float[][] stage;
    private FloatBuffer matrix;
    private FloatBuffer vector;
    private int rows;
    private int rowStride;

    ColumnSums(Parallel parallel) {
        this.parallel = parallel;
        sums = new float[parallel.threads()][0];
        stage = new float[parallel.threads()][0];
    }

    void addTo(Tensor vector, Tensor matrix) {
        this.matrix = HostMemory.floats(matrix);
        this.vector = HostMemory.floats(vector);
        rows = (int) matrix.dim(0);
        rowStride = (int) matrix.stride(0);
        int columns = (int) matrix.dim(1);
        for (int slot = 0; slot < stage.length; slot++) {
            if (stage[slot].length < columns) {
                stage[slot] = new float[columns];
                sums[slot] = new float[columns];
            }
        }
        parallel.run(columns, MIN_COLUMNS_PER_THREAD, this);
    }

    @Override
    public void run(int from, int to, int slot) {
        float[] row = stage[slot];
        float[] sum = sums[slot];
        int width = to - from;
        vector.get(from, sum, 0, width);
        for (int i = 0; i < rows; i++) {
            matrix.get(i * rowStride + from, row, 0, width);
            for (int j = 0; j < width; j++) {
                sum[j] += row[j];
            }
        }
        vector.put(from, sum, 0, width);
    }
}
