package charlm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.golden.PaddedBatch;
import charlm.tensor.PackedSequences;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MicroBatcherTest {
    @Test
    void rowsCutBehindWhatIsScoredAreDealtLongestFirst() {
        Batch batch = ofLengths(8, 5, 2, 7, 2).ragged();
        List<MicroBatch> groups = new MicroBatcher(8, 1, 1).split(batch);
        assertEquals(2, groups.size());
        assertGroup(groups.get(0), "PackedSequences[0, 7, 9] in 9", 2, 3); // of equal lengths the first one goes first
        assertGroup(groups.get(1), "PackedSequences[0, 5, 7] in 7", 0, 1);
    }

    @Test
    void placesAreRoundedUpAndHoldNothing() {
        MicroBatch group =
                new MicroBatcher(100, 1, 8).split(ofLengths(10, 3, 2).ragged()).get(0);
        assertEquals("PackedSequences[0, 3, 5] in 8", group.packing().toString());
        for (int i = 5; i < 8; i++) {
            assertEquals(Vocabulary.PAD_ID, group.inputs()[i]);
            assertEquals(Vocabulary.PAD_ID, group.targets()[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 12", "20, 1, 2", "20, 3, 3", "100, 2, 2", "100, 50, 12"})
    void thereAreAsManyGroupsAsThePositionsFillInTheMultipleAskedFor(int positions, int multiple, int groups) {
        int[] lengths = new int[12];
        Arrays.fill(lengths, 3);
        assertEquals(
                groups,
                new MicroBatcher(positions, multiple, 1)
                        .split(ofLengths(8, lengths).ragged())
                        .size());
    }

    @Test
    void theWholeBatchIsOneGroup() {
        MicroBatch whole = ofLengths(8, 1, 2).whole();
        assertGroup(whole, "PackedSequences[0, 8, 16] in 16", 0, 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "30, 1, 1", "50, 2, 8", "160, 2, 16", "2000, 3, 5"})
    void everyScoredTargetIsInOneGroupWithAllThatComesBeforeIt(int positions, int groupMultiple, int multiple) {
        int columns = 21;
        RandomStream random = RandomStream.of(3, Purpose.SPAN_CORRUPTION, positions, multiple);
        int[] lengths =
                IntStream.range(0, 37).map(i -> random.nextInt(1, columns)).toArray();
        PaddedBatch batch = ofLengths(columns, lengths);
        TreeSet<Integer> seen = new TreeSet<>();
        int scored = 0;
        for (MicroBatch group : new MicroBatcher(positions, groupMultiple, multiple).split(batch.ragged())) {
            PackedSequences rows = group.packing();
            assertTrue(rows.matrixRows() < positions + columns + multiple);
            scored += (int) IntStream.of(group.targets())
                    .filter(target -> target != Vocabulary.PAD_ID)
                    .count();
            for (int row = 0; row < rows.sequences(); row++) {
                int whole = group.sequenceIds()[row];
                assertTrue(seen.add(whole), "row " + whole + " in two groups");
                assertEquals(lengths[whole], rows.length(row));
                assertTrue(group.tail().firstPosition(row) <= (lengths[whole] - 1) % 2, "a scored target is cut");
                for (int column = 0; column < rows.length(row); column++) {
                    int at = rows.start(row) + column;
                    assertEquals(batch.inputs()[whole * columns + column], group.inputs()[at]);
                    assertEquals(batch.targets()[whole * columns + column], group.targets()[at]);
                }
            }
        }
        assertEquals(batch.scoredTargets(), scored);
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MicroBatcher(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new MicroBatcher(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new MicroBatcher(1, 1, 0));
    }

    private static void assertGroup(MicroBatch group, String packed, int... rows) {
        assertEquals(packed, group.packing().toString());
        assertArrayEquals(rows, group.sequenceIds());
    }

    /** Rows whose last scored target is at length - 1; unscored ones stand before it too. */
    private static PaddedBatch ofLengths(int columns, int... lengths) {
        int rows = lengths.length;
        int[] targets = new int[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = lengths[row] - 1; column >= 0; column -= 2) {
                targets[row * columns + column] = 1 + row;
            }
        }
        int[] inputs = IntStream.range(0, rows * columns).toArray();
        return new PaddedBatch(rows, columns, inputs, targets);
    }
}
