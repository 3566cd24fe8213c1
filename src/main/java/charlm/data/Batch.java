package charlm.data;

/**
 * Rows of token ids with their targets.
 *
 * @param rows B
 * @param columns T
 * @param inputs x, (B * T) ids, row by row
 * @param targets y, (B * T) ids; {@link Vocabulary#PAD_ID} is not scored
 */
public record Batch(int rows, int columns, int[] inputs, int[] targets) {
    public Batch {
        if (rows < 1 || columns < 1 || inputs.length != rows * columns || targets.length != rows * columns) {
            throw new IllegalArgumentException("a batch of " + rows + " x " + columns + " got " + inputs.length
                    + " inputs and " + targets.length + " targets");
        }
    }

    /** Returns how many targets are scored. */
    public int scoredTargets() {
        int scored = 0;
        for (int target : targets) {
            if (target != Vocabulary.PAD_ID) {
                scored++;
            }
        }
        return scored;
    }
}
