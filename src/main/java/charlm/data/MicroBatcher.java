package charlm.data;

import charlm.tensor.PackedSequences;
import charlm.tensor.Rounding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a batch into groups of about as many positions each, every row cut behind its last scored target. What is cut
 * is never scored and, attention being causal, never seen from a scored position, so the summed gradient stays the
 * whole batch's.
 *
 * @param positions how many a group has at most, but for what the last row adds
 * @param groupMultiple what the number of groups is rounded up to, as far as there are rows
 * @param sizeMultiple what a group's number of places is rounded up to, so that the layers meet few shapes
 */
public record MicroBatcher(int positions, int groupMultiple, int sizeMultiple) {
    public MicroBatcher {
        if (positions < 1 || groupMultiple < 1 || sizeMultiple < 1) {
            throw new IllegalArgumentException("all must be positive, got positions=" + positions + ", groupMultiple="
                    + groupMultiple + ", sizeMultiple=" + sizeMultiple);
        }
    }

    /** Returns the groups. Rows with no scored target are dropped, unless there are no others. */
    public List<MicroBatch> split(Batch batch) {
        int[] lengths = lengths(batch);
        List<Integer> order = longestFirst(lengths);
        List<List<Integer>> dealt = deal(order, lengths, count(sum(order, lengths), order.size()));
        return dealt.stream().map(rows -> group(batch, rows, lengths)).toList();
    }

    /** Returns each row's length, 0 where nothing is scored; if nothing is in any row, 1 position each. */
    private int[] lengths(Batch batch) {
        int[] lengths = new int[batch.rows()];
        int longest = 0;
        for (int row = 0; row < lengths.length; row++) {
            lengths[row] = scoredLength(batch, row);
            longest = Math.max(longest, lengths[row]);
        }
        if (longest == 0) {
            Arrays.fill(lengths, 1);
        }
        return lengths;
    }

    /** Returns the index of the last scored target + 1. */
    private static int scoredLength(Batch batch, int row) {
        int begin = row * batch.columns();
        int end = begin + batch.columns();
        while (end > begin && batch.targets()[end - 1] == Vocabulary.PAD_ID) {
            end--;
        }
        return end - begin;
    }

    private static List<Integer> longestFirst(int[] lengths) {
        List<Integer> order = new ArrayList<>();
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] > 0) {
                order.add(row);
            }
        }
        order.sort((a, b) -> Integer.compare(lengths[b], lengths[a])); // stable
        return order;
    }

    private static long sum(List<Integer> rows, int[] lengths) {
        long sum = 0;
        for (int row : rows) {
            sum += lengths[row];
        }
        return sum;
    }

    /** Returns into how many groups {@code rows} rows with {@code positions} positions together are split. */
    public int count(long positions, int rows) {
        long groups = Rounding.divideUp(positions, this.positions);
        return (int) Math.min(Rounding.up(groups, groupMultiple), rows);
    }

    /** Each row goes to the group with the fewest positions so far, which leaves them almost equal. */
    private static List<List<Integer>> deal(List<Integer> rows, int[] lengths, int groups) {
        List<List<Integer>> dealt = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            dealt.add(new ArrayList<>());
        }
        long[] sizes = new long[groups];
        for (int row : rows) {
            int smallest = 0;
            for (int i = 1; i < groups; i++) {
                smallest = sizes[i] < sizes[smallest] ? i : smallest;
            }
            dealt.get(smallest).add(row);
            sizes[smallest] += lengths[row];
        }
        return dealt;
    }

    private MicroBatch group(Batch batch, List<Integer> members, int[] lengths) {
        int[] ofMembers = members.stream().mapToInt(row -> lengths[row]).toArray();
        PackedSequences rows = PackedSequences.of(ofMembers, sizeMultiple);
        int[] inputs = new int[rows.matrixRows()];
        int[] targets = new int[rows.matrixRows()];
        int[] rowIds = new int[rows.sequences()];
        for (int i = 0; i < rowIds.length; i++) {
            int from = members.get(i) * batch.columns();
            System.arraycopy(batch.inputs(), from, inputs, rows.start(i), rows.length(i));
            System.arraycopy(batch.targets(), from, targets, rows.start(i), rows.length(i));
            rowIds[i] = members.get(i);
        }
        return new MicroBatch(rows, inputs, targets, rowIds);
    }
}
