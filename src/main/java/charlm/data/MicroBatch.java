package charlm.data;

import charlm.tensor.PackedSequences;
import java.util.Arrays;

/**
 * Some rows of a batch, packed: what one pass computes.
 *
 * @param rows how they lie in N places
 * @param tail of each row what is scored: its positions from the first scored one on
 * @param inputs x, N ids
 * @param targets y, N ids; {@link Vocabulary#PAD_ID} is not scored, and stands in places that belong to no row
 * @param rowIds for each row its place in the whole batch, from 0
 */
public record MicroBatch(PackedSequences rows, PackedSequences tail, int[] inputs, int[] targets, int[] rowIds) {
    public MicroBatch {
        if (inputs.length != rows.matrixRows() || targets.length != rows.matrixRows() || rowIds.length != rows.sequences()) {
            throw new IllegalArgumentException(rows + " got " + inputs.length + " inputs, " + targets.length
                    + " targets and " + rowIds.length + " row ids");
        }
    }

    /** Makes the group, and its tail. */
    public MicroBatch(PackedSequences rows, int[] inputs, int[] targets, int[] rowIds) {
        this(rows, rows.from(firstScored(rows, targets)), inputs, targets, rowIds);
    }

    /** Returns for each row its first scored position, its last one where none is. */
    private static int[] firstScored(PackedSequences rows, int[] targets) {
        int[] first = new int[rows.sequences()];
        for (int row = 0; row < first.length; row++) {
            int last = rows.length(row) - 1;
            while (first[row] < last && targets[rows.start(row) + first[row]] == Vocabulary.PAD_ID) {
                first[row]++;
            }
        }
        return first;
    }

    /** Returns the batch as it is, in one group. */
    public static MicroBatch of(Batch batch) {
        PackedSequences rows = PackedSequences.uniform(batch.rows(), batch.columns());
        int[] rowIds = new int[batch.rows()];
        Arrays.setAll(rowIds, row -> row);
        return new MicroBatch(rows, batch.inputs(), batch.targets(), rowIds);
    }
}
