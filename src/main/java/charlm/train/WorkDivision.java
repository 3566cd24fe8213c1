package charlm.train;

import charlm.data.Batch;
import charlm.data.MicroBatch;
import charlm.data.MicroBatcher;
import charlm.data.Shares;
import charlm.tensor.PackedSequences;
import charlm.tensor.Rounding;
import java.util.List;

/**
 * How a batch is divided: into groups of about as many positions each, dealt to workers so that all are done at about
 * one time.
 */
final class WorkDivision {
    /**
     * As many as leave a layer's activations in a core's own cache. With what the last row adds they mostly stay below
     * 512, which is as many as a gradient of weights is summed over at once.
     */
    private static final int POSITIONS = 480;

    /**
     * So many in mixed precision: a matrix unit is done with 480 positions before the machine code of its kernel, up to a
     * hundred kilobytes, has come from beyond the core's cache.
     */
    private static final int MIXED_POSITIONS = 2_000;

    /** In how many steps the number of places grows at most: every one is a shape with kernels of its own. */
    private static final int SIZE_STEPS = 32;

    /** What kernels that sum bfloat16 over the places take at once; those for a sum that leaves a rest are slower. */
    private static final int SIZE_MULTIPLE = 32;

    /** The length at which attention costs as much as all the rest, measured at the reference's shape. */
    private static final int LAYERS_TO_ATTENTION = 160;

    private WorkDivision() {}

    /** Returns the groups that a step over {@code batch} computes, in mixed precision or not. */
    static List<MicroBatch> groups(Batch batch, int workers, boolean mixed) {
        return divider(batch.width(), workers, mixed).split(batch);
    }

    private static MicroBatcher divider(int length, int workers, boolean mixed) {
        int sizeMultiple = Rounding.up(Rounding.divideUp(length, SIZE_STEPS), SIZE_MULTIPLE);
        return new MicroBatcher(mixed ? MIXED_POSITIONS : POSITIONS, workers, sizeMultiple);
    }

    /** Returns how many rows a group has at most when all of a batch's {@code rows} have {@code length} positions. */
    static int rows(int rows, int length, int workers, boolean mixed) {
        int groups = divider(length, workers, mixed).count((long) rows * length, rows);
        return Rounding.divideUp(rows, groups);
    }

    /** Returns each worker's groups: each goes to the worker with the least to do so far. */
    static List<List<MicroBatch>> of(Batch batch, int workers, boolean mixed) {
        return Shares.deal(groups(batch, workers, mixed), workers, group -> cost(group.sequences()));
    }

    /**
     * Returns what a group costs, in units of no meaning: the layers are linear in the length, attention is quadratic.
     */
    private static long cost(PackedSequences rows) {
        long cost = (long) rows.matrixRows() * LAYERS_TO_ATTENTION;
        for (int row = 0; row < rows.sequences(); row++) {
            cost += (long) rows.length(row) * rows.length(row);
        }
        return cost;
    }
}
