package charlm.model;

import charlm.data.MicroBatch;
import charlm.data.Vocabulary;
import charlm.tensor.PackedSequences;
import charlm.tensor.Rounding;
import java.util.Arrays;

/**
 * Which positions of a tail reach the head, and their targets: all of it, or some, whose number is padded to eighths of the
 * tail, so that tails of one shape need only a few shapes of head.
 */
final class ScoredPositions {
    private static final int STEPS = 8;

    private int[] indices = {};
    private int[] targets = {};
    private int count;
    private int padded;
    private boolean isAll;

    /** Takes the positions of {@code group} whose target is not PAD; all of them are in its tail. */
    void selectScored(MicroBatch group) {
        PackedSequences tail = group.tail();
        reserve(tail.matrixRows());
        count = 0;
        for (int i = 0; i < tail.positions(); i++) {
            int target = group.targets()[group.sequences().indexOf(tail.sequenceOf(i), tail.positionOf(i))];
            if (target != Vocabulary.PAD_ID) {
                indices[count] = i;
                targets[count++] = target;
            }
        }
        isAll = count == tail.positions();
        pad(tail);
    }

    /** Takes position {@code positions[i] % length} of row {@code positions[i] / length}, for every i in this order. */
    void select(int[] positions, int length, PackedSequences tail) {
        reserve(tail.matrixRows());
        count = positions.length;
        for (int i = 0; i < count; i++) {
            indices[i] = tail.indexOf(positions[i] / length, positions[i] % length);
        }
        isAll = false;
        pad(tail);
    }

    private void reserve(int length) {
        if (indices.length < length) {
            indices = new int[length];
            targets = new int[length];
        }
    }

    private void pad(PackedSequences tail) {
        int unit = Math.max(1, Rounding.divideUp(tail.matrixRows(), STEPS));
        padded = isAll ? tail.matrixRows() : Math.min(tail.matrixRows(), Rounding.up(Math.max(1, count), unit));
        Arrays.fill(indices, count, padded, 0); // what pads is nobody's position, but must be one
    }

    /** Returns whether every position of the tail reaches the head, each in its place. */
    boolean isAll() {
        return isAll;
    }

    /** Returns the places in the tail. */
    int[] indices() {
        return indices;
    }

    int[] targets() {
        return targets;
    }

    int count() {
        return count;
    }

    /** Returns how many rows the head computes. */
    int padded() {
        return padded;
    }

    /** Returns what tells passes over one tail apart: 0 when all of it reaches the head. */
    int shape() {
        return isAll ? 0 : padded;
    }
}
