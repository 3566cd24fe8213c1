package charlm.tensor.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.AttentionShape;
import charlm.tensor.PackedSequences;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SequenceSliceTest {
    private static final int LONGEST = 128;

    private static AttentionShape shape(int sizeMultiple, int... lengths) {
        PackedSequences rows = PackedSequences.of(lengths, sizeMultiple);
        return new AttentionShape(rows, rows, 2, 4, false);
    }

    @Test
    void rowsOfEveryLengthAreComputedInAFewExtentsNoneMuchLongerThanTheRow() {
        int[] lengths =
                IntStream.iterate(LONGEST, length -> length - 1).limit(LONGEST).toArray();
        TreeSet<Integer> extents = new TreeSet<>();
        SequenceSlice row = new SequenceSlice();
        for (row.begin(shape(LONGEST, lengths)); row.exists(); row.moveOn()) {
            assertTrue(row.queries() >= row.ownQueries() && 4 * row.queries() <= 5 * row.ownQueries());
            assertEquals(row.queries(), row.keys());
            extents.add(row.queries());
        }
        assertTrue(extents.size() <= 24, extents.toString());
    }

    /** The last row ends where the matrix does, and so does the first whose rows after it are too short. */
    @Test
    void nothingIsComputedPastTheMatrix() {
        SequenceSlice row = new SequenceSlice();
        for (row.begin(shape(1, 65, 3, 1)); row.exists(); row.moveOn()) {
            assertEquals(new int[] {69, 3, 1}[row.number()], row.queries());
            assertTrue(row.outStart() + row.queries() <= 69);
        }
    }

    @Test
    void theRoomHoldsEveryPackingOfItsSize() {
        for (int length = 1; length <= LONGEST; length++) {
            int[] lengths = new int[9];
            Arrays.fill(lengths, length);
            AttentionShape shape = shape(32, lengths);
            assertTrue(weights(shape) <= SequenceSlice.weightsLength(shape), "rows of " + length);
        }
    }

    private static int weights(AttentionShape shape) {
        int weights = 0;
        SequenceSlice row = new SequenceSlice();
        for (row.begin(shape); row.exists(); row.moveOn()) {
            weights += row.weights();
        }
        return weights;
    }

    @Test
    void tailsOfEveryLengthAreComputedInPowersOfTwoAndHaveRoom() {
        PackedSequences rows = PackedSequences.uniform(9, LONGEST);
        for (int length = 1; length < LONGEST; length++) {
            int[] from = new int[9];
            Arrays.fill(from, LONGEST - length);
            AttentionShape shape = new AttentionShape(rows.from(from), rows, 2, 4, false);
            SequenceSlice row = new SequenceSlice();
            row.begin(shape);
            boolean isTail = shape.queries() != rows;
            assertTrue(row.queries() >= length && row.queries() < (isTail ? 2 * length : LONGEST + 1));
            assertTrue(!isTail
                    || Integer.bitCount(row.queries()) == 1
                    || row.queries() == shape.queries().matrixRows());
            assertTrue(weights(shape) <= SequenceSlice.weightsLength(shape), "tails of " + length);
        }
    }
}
