package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.Batch;
import charlm.data.MicroBatch;
import charlm.data.Vocabulary;
import charlm.golden.PaddedBatch;
import charlm.tensor.PackedSequences;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkDivisionTest {
    private static final int COLUMNS = 128;
    private static final double FAIR = 1.05;

    @ParameterizedTest
    @CsvSource({
        "128, 1, false",
        "128, 2, false",
        "122, 2, true",
        "128, 3, true",
        "256, 16, false",
        "256, 16, true",
        "5, 2, true",
        "1, 4, false"
    })
    void everyRowIsDealtOnceAndTheSharesAreThoseOfTheStep(int rows, int workers, boolean mixed) {
        PaddedBatch batch = batch(rows);
        List<List<MicroBatch>> shares = WorkDivision.of(batch.ragged(), workers, mixed);
        assertEquals(workers, shares.size());
        TreeSet<Integer> seen = new TreeSet<>();
        int groups = 0;
        for (List<MicroBatch> share : shares) {
            groups += share.size();
            share.forEach(group -> IntStream.of(group.sequenceIds()).forEach(row -> assertTrue(seen.add(row))));
        }
        assertEquals(rows, seen.size());
        assertEquals(WorkDivision.microBatches(batch.ragged(), workers, mixed).size(), groups);
        assertEquals(
                batch.scoredTargets(),
                shares.stream()
                        .flatMap(List::stream)
                        .flatMapToInt(group -> IntStream.of(group.targets()))
                        .filter(target -> target != Vocabulary.PAD_ID)
                        .count());
    }

    @ParameterizedTest
    @CsvSource({"128, 2, false", "256, 2, false", "128, 4, false", "128, 2, true", "256, 2, true", "128, 4, true"})
    void noWorkerGetsMuchMoreThanAnother(int rows, int workers, boolean mixed) {
        List<Integer> positions = WorkDivision.of(batch(rows).ragged(), workers, mixed).stream()
                .map(share -> share.stream()
                        .mapToInt(group -> group.packing().matrixRows())
                        .sum())
                .toList();
        double mean = positions.stream().mapToInt(Integer::intValue).average().orElseThrow();
        positions.forEach(share -> assertTrue(share < FAIR * mean, positions.toString()));
    }

    /** At 160 positions attention takes as long as the other layers, and it grows with their square. */
    @ParameterizedTest
    @CsvSource({"80", "240"})
    void oneLongSequenceIsAsMuchWorkAsManyShortOnesTogether(int shortOnes) {
        int columns = 960;
        int[] targets = new int[(1 + shortOnes) * columns];
        Arrays.fill(targets, 0, columns, 1);
        for (int row = 1; row <= shortOnes; row++) {
            Arrays.fill(targets, row * columns, row * columns + 60, 1);
        }
        PaddedBatch batch = new PaddedBatch(1 + shortOnes, columns, new int[targets.length], targets);
        long[] work = WorkDivision.of(batch.ragged(), 2, false).stream()
                .mapToLong(share -> share.stream()
                        .mapToLong(microBatch -> work(microBatch.packing()))
                        .sum())
                .toArray();
        long ofOneMicroBatch = 8 * 60 * 160 + 8 * 60 * 60;
        assertTrue(Math.abs(work[0] - work[1]) <= ofOneMicroBatch, Arrays.toString(work));
    }

    private static long work(PackedSequences packing) {
        long squares = IntStream.range(0, packing.sequences())
                .mapToLong(i -> (long) packing.length(i) * packing.length(i))
                .sum();
        return 160L * packing.matrixRows() + squares;
    }

    @ParameterizedTest
    @CsvSource({"2, false, 36", "1, false, 35", "2, true, 10", "1, true, 9", "1000, false, 128"})
    void aFullBatchIsSplitByItsPositionsIntoAMultipleOfTheWorkers(int workers, boolean mixed, int microBatches) {
        int[] targets = new int[128 * COLUMNS];
        Arrays.fill(targets, 1);
        Batch full = new PaddedBatch(128, COLUMNS, targets, targets).ragged();
        assertEquals(
                microBatches, WorkDivision.microBatches(full, workers, mixed).size());
        assertEquals((127 + microBatches) / microBatches, WorkDivision.sequences(128, COLUMNS, workers, mixed));
    }

    @ParameterizedTest
    @CsvSource({"128, 4", "1024, 32", "255, 8", "1023, 32", "191, 6", "40, 2", "4096, 32"})
    void groupsOfEverySizeAreOfAFewShapesOnly(int columns, int sizes) {
        TreeSet<Integer> seen = new TreeSet<>();
        for (int length = 1; length <= columns; length++) {
            int[] targets = new int[columns];
            Arrays.fill(targets, 0, length, 1);
            PaddedBatch batch = new PaddedBatch(1, columns, new int[columns], targets);
            PackedSequences packed =
                    WorkDivision.microBatches(batch.ragged(), 1, false).get(0).packing();
            assertEquals(length, packed.length(0));
            seen.add(packed.matrixRows());
        }
        assertEquals(sizes, seen.size(), seen.toString());
    }

    private static PaddedBatch batch(int rows) {
        RandomStream random = RandomStream.of(1, Purpose.SPAN_CORRUPTION, rows, 0);
        int[] targets = new int[rows * COLUMNS];
        for (int row = 0; row < rows; row++) {
            int length = random.nextInt(1, COLUMNS + 1);
            for (int column = 0; column < length; column++) {
                targets[row * COLUMNS + column] = 1;
            }
        }
        return new PaddedBatch(rows, COLUMNS, new int[rows * COLUMNS], targets);
    }
}
