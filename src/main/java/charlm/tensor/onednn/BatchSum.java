package charlm.tensor.onednn;

import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.Arrays;

/** Sums packed sequences, (N, C), over the batch into (longest T, C), one sequence after the other. */
final class BatchSum implements Parallel.Range {
    private static final int MIN_POSITIONS_PER_THREAD = 4;

    private final Parallel parallel;
    private final ThreadArrays sums;
    private final ThreadArrays stage;
    private HostMemory from;
    private HostMemory to;
    private PackedSequences sequences;
    private int width;

    BatchSum(Parallel parallel) {
        this.parallel = parallel;
        sums = new ThreadArrays(parallel);
        stage = new ThreadArrays(parallel);
    }

    void sum(Tensor from, PackedSequences sequences, Tensor to) {
        this.from = HostMemory.rows(from);
        this.to = HostMemory.rows(to);
        this.sequences = sequences;
        width = (int) to.dim(1);
        parallel.run(sequences.longest(), MIN_POSITIONS_PER_THREAD, this);
    }

    @Override
    public void run(int first, int last, int slot) {
        float[] sum = sums.of(slot, width);
        float[] row = stage.of(slot, width);
        for (int position = first; position < last; position++) {
            Arrays.fill(sum, 0, width, 0);
            for (int b = 0; b < sequences.sequences(); b++) {
                if (position < sequences.length(b)) {
                    add(sequences.start(b) + position, row, sum);
                }
            }
            to.write(position, 0, sum, width);
        }
    }

    private void add(int matrixRow, float[] row, float[] sum) {
        from.read(matrixRow, 0, row, width);
        for (int j = 0; j < width; j++) {
            sum[j] += row[j];
        }
    }
}
