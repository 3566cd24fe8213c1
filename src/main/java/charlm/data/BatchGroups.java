package charlm.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a batch into groups of rows of similar length, each cut to its own longest row. What is cut is never scored
 * and, attention being causal, never seen from a scored position, so the summed gradient stays the whole batch's.
 *
 * <p>A row's length is the index of its last scored target + 1.
 *
 * @param rowsPerGroup rows of each group; the last one may have fewer
 * @param columnMultiple what a group's width is rounded up to, up to the batch's own width
 */
public record BatchGroups(int rowsPerGroup, int columnMultiple) {
    public BatchGroups {
        if (rowsPerGroup < 1 || columnMultiple < 1) {
            throw new IllegalArgumentException("rowsPerGroup and columnMultiple must be positive, got rowsPerGroup="
                    + rowsPerGroup + ", columnMultiple=" + columnMultiple);
        }
    }

    /** Returns the batch as its own only group. */
    public static List<Batch> whole(Batch batch) {
        return List.of(batch);
    }

    /** Returns the groups, shortest rows first. Rows with no scored target are dropped, unless there are no others. */
    public List<Batch> split(Batch batch) {
        long[] order = rowsByLength(batch);
        int first = firstScored(order);
        List<Batch> groups = new ArrayList<>();
        for (int from = first; from < order.length; from += rowsPerGroup) {
            groups.add(group(batch, order, from, Math.min(from + rowsPerGroup, order.length)));
        }
        return groups;
    }

    /** Returns for each row (length, row) in one long, so that a plain sort is stable. */
    private static long[] rowsByLength(Batch batch) {
        long[] order = new long[batch.rows()];
        for (int row = 0; row < order.length; row++) {
            order[row] = (long) length(batch, row) << Integer.SIZE | row;
        }
        Arrays.sort(order);
        return order;
    }

    private static int length(Batch batch, int row) {
        int begin = row * batch.columns();
        int end = begin + batch.columns();
        while (end > begin && batch.targets()[end - 1] == Batch.PAD) {
            end--;
        }
        return end - begin;
    }

    private static int firstScored(long[] order) {
        int first = 0;
        while (first < order.length && lengthOf(order[first]) == 0) {
            first++;
        }
        return first < order.length ? first : 0;
    }

    private Batch group(Batch batch, long[] order, int from, int to) {
        int rows = to - from;
        int columns = columnsFor(lengthOf(order[to - 1]), batch.columns());
        int[] inputs = new int[rows * columns];
        int[] targets = new int[rows * columns];
        int[] rowIds = new int[rows];
        for (int i = 0; i < rows; i++) {
            int row = (int) order[from + i];
            System.arraycopy(batch.inputs(), row * batch.columns(), inputs, i * columns, columns);
            System.arraycopy(batch.targets(), row * batch.columns(), targets, i * columns, columns);
            rowIds[i] = batch.rowIds()[row];
        }
        return new Batch(rows, columns, inputs, targets, rowIds);
    }

    private int columnsFor(int longest, int batchColumns) {
        long multiples = Math.max(1, ((long) longest + columnMultiple - 1) / columnMultiple);
        return (int) Math.min(multiples * columnMultiple, batchColumns);
    }

    private static int lengthOf(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }
}
