package charlm.train;

import charlm.data.Batch;
import charlm.data.BatchGroups;
import java.util.ArrayList;
import java.util.List;

/** How a batch is divided: into groups of rows of similar length, dealt to workers so that all are done at about one time. */
final class GroupShares {
    private static final int GROUPS_PER_WORKER = 8;
    private static final int MIN_ROWS = 4;
    private static final int COLUMN_MULTIPLE = 8;

    /** The length at which attention costs as much as all the rest, measured at the reference's shape. */
    private static final int LAYERS_TO_ATTENTION = 160;

    private GroupShares() {}

    /** Returns the groups that a step over {@code batch} computes, shortest rows first. */
    static List<Batch> groups(Batch batch, int workers) {
        return new BatchGroups(rows(batch.rows(), workers), COLUMN_MULTIPLE).split(batch);
    }

    /** Returns how many rows a group has at most. */
    static int rows(int batchRows, int workers) {
        int wanted = workers * GROUPS_PER_WORKER;
        return Math.max(MIN_ROWS, (batchRows + wanted - 1) / wanted);
    }

    /** Returns each worker's groups: the longest first, each to the worker with the least to do so far. */
    static List<List<Batch>> of(Batch batch, int workers) {
        List<Batch> groups = groups(batch, workers);
        List<List<Batch>> shares = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            shares.add(new ArrayList<>());
        }
        long[] costs = new long[workers];
        for (int i = groups.size() - 1; i >= 0; i--) {
            Batch group = groups.get(i);
            int worker = smallest(costs);
            shares.get(worker).add(group);
            costs[worker] += cost(group);
        }
        return shares;
    }

    /** Returns what a group costs, in units of no meaning: the layers are linear in the length, attention is quadratic. */
    private static long cost(Batch group) {
        long length = group.columns();
        return group.rows() * length * (LAYERS_TO_ATTENTION + length);
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
