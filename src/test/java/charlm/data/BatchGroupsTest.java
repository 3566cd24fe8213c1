package charlm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatchGroupsTest {
    private static final int FIRST_ROW = 100; // so that a place in a group is never mistaken for a row

    @Test
    void rowsGoShortestFirstCutToTheirGroupsLongest() {
        Batch batch = ofLengths(8, 5, 2, 7, 2, 0);
        List<Batch> groups = new BatchGroups(2, 1).split(batch);
        assertEquals(2, groups.size());
        assertGroup(groups.get(0), 2, 1, 3); // equal lengths stay in order; row 4, with nothing to score, is gone
        assertGroup(groups.get(1), 7, 0, 2);
    }

    @Test
    void widthsAreRoundedUpToTheMultipleButNotPastTheBatch() {
        List<Batch> groups = new BatchGroups(1, 4).split(ofLengths(10, 1, 4, 5, 9));
        assertEquals(List.of(4, 4, 8, 10), groups.stream().map(Batch::columns).toList());
    }

    @Test
    void theLastGroupTakesTheRest() {
        List<Batch> groups = new BatchGroups(2, 1).split(ofLengths(8, 1, 2, 3, 4, 5));
        assertEquals(List.of(2, 2, 1), groups.stream().map(Batch::rows).toList());
    }

    @Test
    void aBatchWithNothingToScoreKeepsItsRows() {
        List<Batch> groups = new BatchGroups(2, 1).split(ofLengths(8, 0, 0, 0));
        assertEquals(3, groups.stream().mapToInt(Batch::rows).sum());
        assertTrue(groups.stream().allMatch(group -> group.columns() == 1));
    }

    @Test
    void theWholeBatchIsItsOnlyGroup() {
        Batch batch = ofLengths(8, 1, 2);
        assertEquals(List.of(batch), BatchGroups.whole(batch));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "4, 8", "16, 8", "100, 5"})
    void everyScoredTargetIsInOneGroupWithAllThatComesBeforeIt(int rowsPerGroup, int multiple) {
        int columns = 21;
        RandomStream random = RandomStream.of(3, Purpose.SPAN_CORRUPTION, rowsPerGroup, multiple);
        int[] lengths =
                IntStream.range(0, 37).map(i -> random.nextInt(0, columns)).toArray();
        Batch batch = ofLengths(columns, lengths);
        TreeMap<Integer, Batch> groupOfRow = new TreeMap<>();
        int scored = 0;
        for (Batch group : new BatchGroups(rowsPerGroup, multiple).split(batch)) {
            assertTrue(group.rows() <= rowsPerGroup);
            scored += group.scoredTargets();
            for (int row = 0; row < group.rows(); row++) {
                int whole = group.rowIds()[row] - FIRST_ROW;
                assertEquals(null, groupOfRow.put(whole, group), "row " + whole + " in two groups");
                assertTrue(group.columns() >= lengths[whole], "row " + whole + " is cut");
                for (int column = 0; column < group.columns(); column++) {
                    int at = row * group.columns() + column;
                    assertEquals(batch.inputs()[whole * columns + column], group.inputs()[at]);
                    assertEquals(batch.targets()[whole * columns + column], group.targets()[at]);
                }
            }
        }
        assertEquals(batch.scoredTargets(), scored);
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BatchGroups(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new BatchGroups(1, 0));
    }

    private static void assertGroup(Batch group, int columns, int... rows) {
        assertEquals(columns, group.columns());
        assertArrayEquals(IntStream.of(rows).map(row -> FIRST_ROW + row).toArray(), group.rowIds());
    }

    /** Rows FIRST_ROW and on, whose last scored target is at length - 1; unscored ones stand before it too. */
    private static Batch ofLengths(int columns, int... lengths) {
        int rows = lengths.length;
        int[] targets = new int[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = lengths[row] - 1; column >= 0; column -= 2) {
                targets[row * columns + column] = 1 + row;
            }
        }
        int[] inputs = IntStream.range(0, rows * columns).toArray();
        return new Batch(
                rows,
                columns,
                inputs,
                targets,
                IntStream.range(FIRST_ROW, FIRST_ROW + rows).toArray());
    }
}
