package charlm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchGroupsTest {
    private static final int ROWS = 11;
    private static final int COLUMNS = 20;

    /** Row r scores its first (7 r) % 20 positions and carries its number in every id. */
    private static Batch batch() {
        int[] inputs = new int[ROWS * COLUMNS];
        int[] targets = new int[ROWS * COLUMNS];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = i / COLUMNS + 1;
            targets[i] = i % COLUMNS < 7 * (i / COLUMNS) % COLUMNS ? i / COLUMNS + 1 : Batch.PAD;
        }
        return new Batch(
                ROWS,
                COLUMNS,
                inputs,
                targets,
                IntStream.range(0, ROWS).map(r -> 100 + r).toArray());
    }

    @Test
    void groupsHoldEveryScoredTargetOnceAndKeepWhereRowsCameFrom() {
        Batch whole = batch();
        List<Batch> groups = new BatchGroups(3, 4).split(whole);
        assertEquals(
                whole.scoredTargets(),
                groups.stream().mapToInt(Batch::scoredTargets).sum());
        for (Batch group : groups) {
            for (int row = 0; row < group.rows(); row++) {
                int source = group.rowIds()[row] - 100;
                int[] expected =
                        Arrays.copyOfRange(whole.inputs(), source * COLUMNS, source * COLUMNS + group.columns());
                int from = row * group.columns();
                assertArrayEquals(expected, Arrays.copyOfRange(group.inputs(), from, from + group.columns()));
            }
        }
    }

    @Test
    void groupsAreCutToTheirLongestRowRoundedUp() {
        for (Batch group : new BatchGroups(3, 4).split(batch())) {
            int longest = 0;
            for (int i = 0; i < group.targets().length; i++) {
                if (group.targets()[i] != Batch.PAD) {
                    longest = Math.max(longest, i % group.columns() + 1);
                }
            }
            assertEquals(Math.min(COLUMNS, (longest + 3) / 4 * 4), group.columns());
            assertTrue(group.rows() <= 3);
        }
    }

    @Test
    void batchesComeInFileOrderAndTheLastShortOneIsKept() {
        Dataset numbers = new Dataset() {
            @Override
            public int size() {
                return 5;
            }

            @Override
            public int width() {
                return 1;
            }

            @Override
            public Example example(int epoch, int index) {
                return new Example(new int[] {10 * epoch + index}, new int[] {1});
            }
        };
        BatchLoader loader = new BatchLoader(numbers, 2);
        assertEquals(3, loader.batchesPerEpoch());
        assertArrayEquals(new int[] {10, 11}, loader.batch(1, 0).inputs());
        assertArrayEquals(new int[] {14}, loader.batch(1, 2).inputs());
    }
}
