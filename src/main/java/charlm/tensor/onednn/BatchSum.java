package charlm.tensor.onednn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Sums packed rows, (N, C), over the batch into (longest T, C), row after row of the batch in order. */
final class BatchSum implements Parallel.Range {
    private static final int MIN_ROWS_PER_THREAD = 4;

    private final Parallel parallel;
    private final ThreadArrays sums;
    private final ThreadArrays stage;
    private FloatBuffer from;
    private FloatBuffer to;
    private PackedSequences rows;
    private int width;
    private int fromStride;
    private int toStride;

    BatchSum(Parallel parallel) {
        this.parallel = parallel;
        sums = new ThreadArrays(parallel);
        stage = new ThreadArrays(parallel);
    }

    void sum(Tensor from, PackedSequences rows, Tensor to) {
        this.from = HostMemory.floats(from);
        this.to = HostMemory.floats(to);
        this.rows = rows;
        width = (int) to.dim(1);
        fromStride = (int) from.stride(0);
        toStride = (int) to.stride(0);
        parallel.run(rows.longest(), MIN_ROWS_PER_THREAD, this);
    }

    @Override
    public void run(int first, int last, int slot) {
        float[] sum = sums.of(slot, width);
        float[] row = stage.of(slot, width);
        for (int position = first; position < last; position++) {
            Arrays.fill(sum, 0, width, 0);
            for (int b = 0; b < rows.sequences(); b++) {
                if (position < rows.length(b)) {
                    add((rows.start(b) + position) * fromStride, row, sum);
                }
            }
            to.put(position * toStride, sum, 0, width);
        }
    }

    private void add(int at, float[] row, float[] sum) {
        from.get(at, row, 0, width);
        for (int j = 0; j < width; j++) {
            sum[j] += row[j];
        }
    }
}
