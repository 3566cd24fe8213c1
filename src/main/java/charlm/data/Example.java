package charlm.data;

import java.util.Arrays;

/**
 * One training example, padded to the full width of its data set.
 *
 * @param inputs x, (T) ids
 * @param targets y, (T) ids; {@link Vocabulary#PAD_ID} is not scored
 */
public record Example(int[] inputs, int[] targets) {
    public Example {
        if (inputs.length != targets.length) {
            throw new IllegalArgumentException(
                    "an example needs as many inputs as targets, got " + inputs.length + " and " + targets.length);
        }
    }

    /** Returns whether any target is scored. */
    public boolean isScored() {
        return Arrays.stream(targets).anyMatch(target -> target != Vocabulary.PAD_ID);
    }
}
