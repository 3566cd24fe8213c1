package charlm.train;

import charlm.data.Batch;
import charlm.data.MicroBatch;
import charlm.data.MicroBatcher;
import charlm.data.Shares;
import charlm.tensor.PackedSequences;
import charlm.tensor.Rounding;
import java.util.List;

/** Divides a batch: into microbatches of about as many positions each, and those among workers that finish together. */
final class WorkDivision {
    /**
     * Positions per microbatch; about 480 keep one layer's activations in L2. With what the last sequence adds they mostly
     * stay below 512, the most that a gradient of weights is summed over at once.
     */
    private static final int POSITIONS = 480;

    /**
     * Positions per microbatch in mixed precision: a matrix unit is done with 480 before the machine code of its kernel, up
     * to a hundred kilobytes, has come from beyond the core's cache.
     */
    private static final int MIXED_POSITIONS = 2_000;

    /** The most sizes of a microbatch: each one is a shape with kernels of its own. */
    private static final int SIZE_STEPS = 32;

    /** Kernels that sum bfloat16 over the matrix rows take so many at once; a remainder makes them slower. */
    private static final int SIZE_MULTIPLE = 32;

    /** The length at which attention costs as much as everything else, measured at the reference's shape. */
    private static final int LAYERS_TO_ATTENTION = 160;

    private WorkDivision() {}

    /** Returns the microbatches of a step over {@code batch}, in mixed precision or not. */
    static List<MicroBatch> microBatches(Batch batch, int workers, boolean mixed) {
        return batcher(batch.width(), workers, mixed).split(batch);
    }

    private static MicroBatcher batcher(int width, int workers, boolean mixed) {
        int sizeMultiple = Rounding.up(Rounding.divideUp(width, SIZE_STEPS), SIZE_MULTIPLE);
        return new MicroBatcher(mixed ? MIXED_POSITIONS : POSITIONS, workers, sizeMultiple);
    }

    /** Returns the most sequences of a microbatch when all of a batch's have {@code length} positions. */
    static int sequences(int batchSize, int length, int workers, boolean mixed) {
        int count = batcher(length, workers, mixed).count((long) batchSize * length, batchSize);
        return Rounding.divideUp(batchSize, count);
    }

    /** Returns each worker's microbatches. */
    static List<List<MicroBatch>> of(Batch batch, int workers, boolean mixed) {
        return Shares.deal(microBatches(batch, workers, mixed), workers, microBatch -> cost(microBatch.packing()));
    }

    /** Returns a relative cost: the layers' is linear in the length, attention's quadratic. */
    private static long cost(PackedSequences sequences) {
        long attention = 0;
        for (int i = 0; i < sequences.sequences(); i++) {
            attention += (long) sequences.length(i) * sequences.length(i);
        }
        return (long) sequences.matrixRows() * LAYERS_TO_ATTENTION + attention;
    }
}
