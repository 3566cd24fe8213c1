package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.Batch;
import charlm.data.Group;
import charlm.data.Vocabulary;
import charlm.tensor.PackedRows;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GroupSharesTest {
    private static final int COLUMNS = 128;
    private static final double FAIR = 1.05;

    @ParameterizedTest
    @CsvSource({"128, 1", "128, 2", "122, 2", "128, 3", "256, 16", "5, 2", "1, 4"})
    void everyRowIsDealtOnceAndTheSharesAreThoseOfTheStep(int rows, int workers) {
        Batch batch = batch(rows);
        List<List<Group>> shares = GroupShares.of(batch, workers);
        assertEquals(workers, shares.size());
        TreeSet<Integer> seen = new TreeSet<>();
        int groups = 0;
        for (List<Group> share : shares) {
            groups += share.size();
            share.forEach(group -> IntStream.of(group.rowIds()).forEach(row -> assertTrue(seen.add(row))));
        }
        assertEquals(rows, seen.size());
        assertEquals(GroupShares.groups(batch, workers).size(), groups);
        assertEquals(
                batch.scoredTargets(),
                shares.stream()
                        .flatMap(List::stream)
                        .flatMapToInt(group -> IntStream.of(group.targets()))
                        .filter(target -> target != Vocabulary.PAD_ID)
                        .count());
    }

    @ParameterizedTest
    @CsvSource({"128, 2", "256, 2", "128, 4"})
    void noWorkerGetsMuchMoreThanAnother(int rows, int workers) {
        List<Integer> positions = GroupShares.of(batch(rows), workers).stream()
                .map(share ->
                        share.stream().mapToInt(group -> group.rows().size()).sum())
                .toList();
        double mean = positions.stream().mapToInt(Integer::intValue).average().orElseThrow();
        positions.forEach(share -> assertTrue(share < FAIR * mean, positions.toString()));
    }

    @ParameterizedTest
    @CsvSource({"128, 64, 8", "1024, 64, 32", "255, 64, 16", "1023, 64, 32", "191, 48, 12", "40, 20, 3"})
    void rowsOfEveryLengthMeetAFewShapesOnly(int columns, int lengths, int sizes) {
        TreeSet<Integer> seenLengths = new TreeSet<>();
        TreeSet<Integer> seenSizes = new TreeSet<>();
        for (int length = 1; length <= columns; length++) {
            int[] targets = new int[columns];
            Arrays.fill(targets, 0, length, 1);
            Batch batch = new Batch(1, columns, new int[columns], targets);
            PackedRows packed = GroupShares.groups(batch, 1).get(0).rows();
            seenLengths.add(packed.length(0));
            seenSizes.add(packed.size());
        }
        assertEquals(lengths, seenLengths.size(), seenLengths.toString());
        assertEquals(sizes, seenSizes.size(), seenSizes.toString());
    }

    private static Batch batch(int rows) {
        RandomStream random = RandomStream.of(1, Purpose.SPAN_CORRUPTION, rows, 0);
        int[] targets = new int[rows * COLUMNS];
        for (int row = 0; row < rows; row++) {
            int length = random.nextInt(1, COLUMNS + 1);
            for (int column = 0; column < length; column++) {
                targets[row * COLUMNS + column] = 1;
            }
        }
        return new Batch(rows, COLUMNS, new int[rows * COLUMNS], targets);
    }
}
