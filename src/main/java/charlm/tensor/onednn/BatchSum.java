package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.nio.FloatBuffer;

/** Sums a (B*rows, C) matrix over the batch into (rows, C), row after row of the batch in order. */
final class BatchSum implements Parallel.Range {
    private static final int MIN_ROWS_PER_THREAD = 4;

    private final Parallel parallel;
    private final float[][] sums;
    private final float[][] stage;
    private FloatBuffer from;
    private FloatBuffer to;
    private int batch;
    private int rows;
    private int width;
    private int fromStride;
    private int toStride;

    BatchSum(Parallel parallel) {
        this.parallel = parallel;
        sums = new float[parallel.threads()][0];
        stage = new float[parallel.threads()][0];
    }

    void sum(Tensor from, int batch, Tensor to) {
        this.from = HostMemory.floats(from);
        this.to = HostMemory.floats(to);
        this.batch = batch;
        rows = (int) to.dim(0);
        width = (int) to.dim(1);
        fromStride = (int) from.stride(0);
        toStride = (int) to.stride(0);
        for (int slot = 0; slot < stage.length; slot++) {
            if (stage[slot].length < width) {
                stage[slot] = new float[width];
                sums[slot] = new float[width];
            }
        }
        parallel.run(rows, MIN_ROWS_PER_THREAD, this);
    }

    @Override
    public void run(int first, int last, int slot) {
        float[] sum = sums[slot];
        float[] row = stage[slot];
        for (int i = first; i < last; i++) {
            from.get(i * fromStride, sum, 0, width);
            for (int b = 1; b < batch; b++) {
                from.get((b * rows + i) * fromStride, row, 0, width);
                for (int j = 0; j < width; j++) {
                    sum[j] += row[j];
                }
            }
            to.put(i * toStride, sum, 0, width);
        }
    }
}
