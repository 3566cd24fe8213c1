package charlm.data;

import charlm.tensor.PackedSequences;
import java.util.Arrays;

/**
 * Some rows of a batch, packed: what one pass computes.
 *
 * @param sequences how they lie in N places
 * @param tail of each row what is scored: its positions from the first scored one on
 * @param inputs x, N ids
 * @param targets y, N ids; {@link Vocabulary#PAD_ID} is not scored, and stands in places that belong to no row
 * @param sequenceIds for each row its place in the whole batch, from 0
 */
public record MicroBatch(
        PackedSequences sequences, PackedSequences tail, int[] inputs, int[] targets, int[] sequenceIds) {
    public MicroBatch {
        if (inputs.length != sequences.matrixRows()
                || targets.length != sequences.matrixRows()
                || sequenceIds.length != sequences.sequences()) {
            throw new IllegalArgumentException(sequences + " got " + inputs.length + " inputs, " + targets.length
                    + " targets and " + sequenceIds.length + " row ids");
        }
    }

    /** Makes the group, and its tail. */
    public MicroBatch(PackedSequences sequences, int[] inputs, int[] targets, int[] sequenceIds) {
        this(sequences, sequences.from(firstScored(sequences, targets)), inputs, targets, sequenceIds);
    }

    /** Returns for each row its first scored position, its last one where none is. */
    private static int[] firstScored(PackedSequences sequences, int[] targets) {
        int[] first = new int[sequences.sequences()];
        for (int row = 0; row < first.length; row++) {
            int last = sequences.length(row) - 1;
            while (first[row] < last && targets[sequences.start(row) + first[row]] == Vocabulary.PAD_ID) {
                first[row]++;
            }
        }
        return first;
    }

    /** Returns the batch as it is, in one group. */
    public static MicroBatch of(Batch batch) {
        PackedSequences sequences = PackedSequences.uniform(batch.rows(), batch.columns());
        int[] sequenceIds = new int[batch.rows()];
        Arrays.setAll(sequenceIds, row -> row);
        return new MicroBatch(sequences, batch.inputs(), batch.targets(), sequenceIds);
    }
}
