package charlm.model;

import charlm.data.Group;
import charlm.data.Vocabulary;
import charlm.tensor.Rounding;
import java.util.Arrays;

/**
 * Which positions of a group reach the head, and their targets. Their number is padded to eighths of the group, so that
 * groups of one shape need only a few shapes of head.
 */
final class HeadRows {
    private static final int STEPS = 8;

    private int[] indices = {};
    private int[] targets = {};
    private int count;
    private int padded;

    /** Takes the positions of {@code group} whose target is not PAD. */
    void selectScored(Group group) {
        int[] all = group.targets();
        reserve(all.length);
        count = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] != Vocabulary.PAD_ID) {
                indices[count] = i;
                targets[count++] = all[i];
            }
        }
        pad(all.length);
    }

    /** Takes {@code positions} out of {@code available}. */
    void select(int[] positions, long available) {
        int all = Math.toIntExact(available);
        reserve(all);
        System.arraycopy(positions, 0, indices, 0, positions.length);
        count = positions.length;
        pad(all);
    }

    private void reserve(int length) {
        if (indices.length < length) {
            indices = new int[length];
            targets = new int[length];
        }
    }

    private void pad(int available) {
        int unit = Math.max(1, Rounding.divideUp(available, STEPS));
        padded = Math.min(available, Rounding.up(Math.max(1, count), unit));
        Arrays.fill(indices, count, padded, 0); // what pads is nobody's position, but must be one
    }

    int[] indices() {
        return indices;
    }

    int[] targets() {
        return targets;
    }

    int count() {
        return count;
    }

    int padded() {
        return padded;
    }
}
