package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PackedSequencesTest {
    private final PackedSequences rows = PackedSequences.of(new int[] {3, 1, 4}, 5);

    @Test
    void rowsLieOneAfterTheOtherAndTheRestRoundsUp() {
        assertEquals(3, rows.sequences());
        assertEquals(8, rows.positions());
        assertEquals(10, rows.matrixRows());
        assertEquals(1, rows.shortest());
        assertEquals(4, rows.longest());
        assertEquals(4, rows.start(2));
        assertEquals(4, rows.length(2));
        int[][] rowAndPosition = {{0, 0}, {0, 1}, {0, 2}, {1, 0}, {2, 0}, {2, 1}, {2, 2}, {2, 3}, {0, 0}, {0, 0}};
        for (int i = 0; i < rowAndPosition.length; i++) {
            assertEquals(rowAndPosition[i][0], rows.sequenceOf(i));
            assertEquals(rowAndPosition[i][1], rows.positionOf(i));
        }
    }

    @Test
    void theFirstPositionsArePackedAndRoundedLikeAll() {
        assertEquals("PackedSequences[0, 2, 3, 5] in 5", rows.first(2).toString());
        assertEquals("PackedSequences[0, 3, 4, 7] in 10", rows.first(3).toString());
        assertSame(rows, rows.first(4));
        assertSame(rows.first(2), rows.first(2));
    }

    @Test
    void aTailKeepsItsPositionsAndIsRoundedUpToSixteenthsOfAll() {
        PackedSequences all = PackedSequences.of(new int[] {30, 10, 24}, 4); // 64, sixteenths of 4
        PackedSequences tail = all.from(new int[] {25, 9, 20});
        assertEquals("PackedSequences[0, 5, 6, 10] in 12", tail.toString());
        assertTrue(tail.isTail() && !all.isTail());
        int[][] rowAndPosition = {
            {0, 25}, {0, 26}, {0, 27}, {0, 28}, {0, 29}, {1, 9}, {2, 20}, {2, 21}, {2, 22}, {2, 23}, {0, 0}, {0, 0}
        };
        for (int i = 0; i < rowAndPosition.length; i++) {
            assertEquals(rowAndPosition[i][0], tail.sequenceOf(i));
            assertEquals(rowAndPosition[i][1], tail.positionOf(i));
        }
        assertEquals(7, tail.indexOf(2, 21));
        assertEquals(30 + 10 + 21, all.indexOf(2, 21));
        assertEquals(20, tail.firstPosition(2));
        assertEquals(0, all.firstPosition(2));
    }

    @Test
    void aTailOfATailKeepsThePositionsOfTheWhole() {
        PackedSequences all = PackedSequences.of(new int[] {30, 10, 24}, 1);
        PackedSequences tail = all.from(new int[] {20, 5, 10}).from(new int[] {4, 2, 9});
        int[] first = {24, 7, 19};
        int[] length = {6, 3, 5};
        for (int sequence = 0; sequence < 3; sequence++) {
            assertEquals(first[sequence], tail.firstPosition(sequence));
            assertEquals(length[sequence], tail.length(sequence));
            assertEquals(first[sequence], tail.positionOf(tail.start(sequence)));
        }
        assertEquals(19, tail.first(3).firstPosition(2));
        assertEquals(3, tail.first(3).length(2));
    }

    @Test
    void aTailThatIsHardlySmallerIsAll() {
        PackedSequences all = PackedSequences.of(new int[] {30, 10, 24}, 4);
        assertSame(all, all.from(new int[] {0, 0, 0}));
        assertSame(all, all.from(new int[] {2, 1, 0}));
        assertEquals(60, all.from(new int[] {2, 1, 1}).matrixRows());
    }

    @Test
    void rowsOfOneLengthNeedNoRest() {
        assertEquals(
                "PackedSequences[0, 7, 14] in 14", PackedSequences.uniform(2, 7).toString());
    }

    @Test
    void emptyRowsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> PackedSequences.of(new int[] {}, 1));
        assertThrows(IllegalArgumentException.class, () -> PackedSequences.of(new int[] {2, 0}, 1));
        assertThrows(IllegalArgumentException.class, () -> PackedSequences.of(new int[] {2}, 0));
    }
}
