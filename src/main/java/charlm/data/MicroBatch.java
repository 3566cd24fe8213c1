package charlm.data;

import charlm.tensor.PackedSequences;

/**
 * Some sequences of a batch, packed into one matrix for one forward and backward pass.
 *
 * @param packing of the sequences, in N matrix rows
 * @param tail the packing of each sequence's positions from the first scored one on
 * @param inputs x, N ids
 * @param targets y, N ids; {@link Vocabulary#PAD_ID} is not scored, and fills the matrix rows of no sequence
 * @param sequenceIds the index of each sequence in the whole batch
 */
public record MicroBatch(
        PackedSequences packing, PackedSequences tail, int[] inputs, int[] targets, int[] sequenceIds) {
    public MicroBatch {
        if (inputs.length != packing.matrixRows()
                || targets.length != packing.matrixRows()
                || sequenceIds.length != packing.sequences()) {
            throw new IllegalArgumentException(packing + " got " + inputs.length + " inputs, " + targets.length
                    + " targets and " + sequenceIds.length + " sequence ids");
        }
    }
}
