package charlm.train;

import charlm.data.Batch;
import charlm.data.BatchGroups;
import charlm.data.Group;
import charlm.tensor.PackedRows;
import charlm.tensor.Rounding;
import java.util.ArrayList;
import java.util.List;

/**
 * How a batch is divided: into groups of about as many positions each, dealt to workers so that all are done at about
 * one time.
 */
final class GroupShares {
    /**
     * As many as leave a layer's activations in a core's own cache, and are enough to keep its matrix units busy. With
     * what the last row adds they mostly stay below 512, which is as many as a gradient of weights is summed over at
     * once.
     */
    private static final int POSITIONS = 480;

    /** In how many steps lengths and numbers of places grow at most: every one is a shape with kernels of its own. */
    private static final int LENGTH_STEPS = 64;

    private static final int LENGTH_MULTIPLE = 2;
    private static final int SIZE_STEPS = 32;
    private static final int SIZE_MULTIPLE = 16;

    /** The length at which attention costs as much as all the rest, measured at the reference's shape. */
    private static final int LAYERS_TO_ATTENTION = 160;

    private GroupShares() {}

    /** Returns the groups that a step over {@code batch} computes. */
    static List<Group> groups(Batch batch, int workers) {
        return divider(batch.columns(), workers).split(batch);
    }

    private static BatchGroups divider(int length, int workers) {
        return new BatchGroups(
                POSITIONS,
                workers,
                multiple(length, LENGTH_STEPS, LENGTH_MULTIPLE),
                multiple(length, SIZE_STEPS, SIZE_MULTIPLE));
    }

    /**
     * Returns the smallest multiple of {@code unit} that {@code length} is divided by into {@code steps} steps or
     * fewer.
     */
    private static int multiple(int length, int steps, int unit) {
        return Rounding.up(Rounding.divideUp(length, steps), unit);
    }

    /** Returns how many rows a group has at most when all of a batch's {@code rows} have {@code length} positions. */
    static int rows(int rows, int length, int workers) {
        int groups = divider(length, workers).count((long) rows * length, rows);
        return Rounding.divideUp(rows, groups);
    }

    /** Returns each worker's groups: each goes to the worker with the least to do so far. */
    static List<List<Group>> of(Batch batch, int workers) {
        List<List<Group>> shares = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            shares.add(new ArrayList<>());
        }
        long[] costs = new long[workers];
        for (Group group : groups(batch, workers)) {
            int worker = smallest(costs);
            shares.get(worker).add(group);
            costs[worker] += cost(group.rows());
        }
        return shares;
    }

    /**
     * Returns what a group costs, in units of no meaning: the layers are linear in the length, attention is quadratic.
     */
    private static long cost(PackedRows rows) {
        long cost = (long) rows.size() * LAYERS_TO_ATTENTION;
        for (int row = 0; row < rows.rows(); row++) {
            cost += (long) rows.length(row) * rows.length(row);
        }
        return cost;
    }

    private static int smallest(long[] values) {
        int smallest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[smallest]) {
                smallest = i;
            }
        }
        return smallest;
    }
}
