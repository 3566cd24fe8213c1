package charlm.model;

import charlm.data.MicroBatch;
import charlm.data.Vocabulary;
import charlm.nn.Pass;
import charlm.tensor.PackedSequences;
import charlm.tensor.PassShape;
import charlm.tensor.Rounding;
import charlm.tensor.Tensor;

/**
 * The positions of a tail that reach the head, and their targets: all of it, or some, whose number is padded to eighths of
 * the tail, so that tails of one size need only a few shapes of head.
 */
final class ScoredPositions {
    private static final int STEPS = 8;

    private int[] indices = {};
    private int[] targets = {};
    private int count;
    private int padded;
    private boolean isAll;

    /** Selects the positions of {@code microBatch} whose target is not PAD; all of them are in its tail. */
    void selectScored(MicroBatch microBatch) {
        PackedSequences tail = microBatch.tail();
        reserve(tail.matrixRows());
        count = 0;
        for (int i = 0; i < tail.positions(); i++) {
            int target = microBatch.targets()[microBatch.packing().indexOf(tail.sequenceOf(i), tail.positionOf(i))];
            if (target != Vocabulary.PAD_ID) {
                indices[count] = i;
                targets[count++] = target;
            }
        }
        isAll = count == tail.positions();
        pad(tail);
    }

    /** Selects position {@code positions[i] % length} of sequence {@code positions[i] / length}, for every i in order. */
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
    }

    /** Takes x (n, C) of the tail, returns (R, C), of which the first {@link #count} rows are selected positions. */
    Tensor forward(Tensor x, Pass pass) {
        if (isAll) {
            return x;
        }
        Tensor selected = pass.take(padded, x.dim(1));
        pass.engine().gatherRows(x, indices, count, selected);
        return selected;
    }

    /** Takes dSelected (R, C), returns dX (n, C): positions that are not selected get a zero gradient. */
    Tensor backward(Tensor dSelected, Pass pass) {
        if (isAll) {
            return dSelected;
        }
        Tensor dX = pass.take(pass.tail().matrixRows(), dSelected.dim(1));
        pass.engine().scatterRows(dSelected, indices, count, dX);
        return dX;
    }

    int[] targets() {
        return targets;
    }

    int count() {
        return count;
    }

    /** Returns R, the number of rows that the head computes. */
    int padded() {
        return padded;
    }

    /** Returns the {@link PassShape#headRows} of a training pass: 0 when all of the tail reaches the head. */
    int headRows() {
        return isAll ? 0 : padded;
    }
}
