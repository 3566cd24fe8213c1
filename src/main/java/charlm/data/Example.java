package charlm.data;

/**
 * One training example of T positions, without padding. It ends at its last scored target: no scored position sees what
 * would follow.
 *
 * @param ids (T + 1); x is all but the last one
 * @param targets y, (T); {@link Vocabulary#PAD_ID} is not scored
 */
public record Example(int[] ids, int[] targets) {
    public Example {
        int length = targets.length;
        if (length < 1 || ids.length != length + 1 || targets[length - 1] == Vocabulary.PAD_ID) {
            throw new IllegalArgumentException(
                    "an example needs a scored last target and one id more than targets, got " + ids.length
                            + " ids and " + length + " targets");
        }
    }

    /** Returns the example of {@code ids} whose targets from {@code firstScored} on are scored. */
    static Example of(int[] ids, int firstScored) {
        int[] targets = new int[ids.length - 1];
        System.arraycopy(ids, firstScored + 1, targets, firstScored, targets.length - firstScored);
        return new Example(ids, targets);
    }

    /** Returns T. */
    public int length() {
        return targets.length;
    }

    /** Returns the first position whose target is scored. */
    public int firstScored() {
        int first = 0;
        while (targets[first] == Vocabulary.PAD_ID) {
            first++;
        }
        return first;
    }

    /** Returns the number of scored targets. */
    int scoredTargets() {
        int scored = 0;
        for (int target : targets) {
            scored += target == Vocabulary.PAD_ID ? 0 : 1;
        }
        return scored;
    }
}
