package charlm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchLoaderTest {
    /** Example i of epoch e has the ids (i, e) and the target i + 100. */
    private record Numbered(int size) implements Dataset {
        @Override
        public int width() {
            return 2;
        }

        @Override
        public Example example(int epoch, int index) {
            return new Example(new int[] {index, epoch}, new int[] {index + 100});
        }
    }

    @Test
    void batchesAreInFileOrderAndTheLastIsShort() {
        BatchLoader loader = new BatchLoader(new Numbered(7), 3);
        assertEquals(3, loader.batchesPerEpoch());
        assertBatch(loader.batch(5, 0), 5, 0, 1, 2);
        assertBatch(loader.batch(5, 1), 5, 3, 4, 5);
        assertBatch(loader.batch(6, 2), 6, 6);
    }

    @Test
    void aBatchIsDescribedByThePlacesOfItsExamplesInTheFile() {
        BatchLoader loader = new BatchLoader(new Numbered(7), 3);
        assertEquals("documents 4 to 6", loader.describe(5, 1));
        assertEquals("documents 7 to 7", loader.describe(5, 2));
        Dataset backwards = new Backwards(7);
        assertEquals("questions 7, 6, 5", new BatchLoader(backwards, 3).describe(0, 0));
        assertEquals("questions 3, 2, 1", new BatchLoader(backwards, 4).describe(0, 1));
        assertEquals("questions 7, 6, 5, ... (4)", new BatchLoader(backwards, 4).describe(0, 0));
        assertEquals("questions 1 to 1", new BatchLoader(backwards, 3).describe(0, 2));
    }

    /** The last example of the file comes first. */
    private record Backwards(int size) implements Dataset {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public Example example(int epoch, int index) {
            return new Example(new int[2], new int[] {1});
        }

        @Override
        public int number(int epoch, int index) {
            return size - 1 - index;
        }

        @Override
        public String noun() {
            return "questions";
        }
    }

    @ParameterizedTest
    @CsvSource({"6, 3, 2", "7, 3, 3", "1, 3, 1", "3, 3, 1", "3, 1, 3", "2938, 128, 23", "2000, 256, 8"})
    void anEpochHasAsManyBatchesAsItsRowsNeed(int size, int batchSize, int batches) {
        assertEquals(batches, new BatchLoader(new Numbered(size), batchSize).batchesPerEpoch());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void aBatchBeyondTheEpochIsRefused(int number) {
        BatchLoader loader = new BatchLoader(new Numbered(7), 3);
        String message = assertThrows(IllegalArgumentException.class, () -> loader.batch(0, number))
                .getMessage();
        assertEquals("an epoch has batches 0 to 2, got number=" + number, message);
    }

    @Test
    void anEmptyBatchSizeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BatchLoader(new Numbered(7), 0));
    }

    private static void assertBatch(Batch batch, int epoch, int... examples) {
        assertEquals(examples.length, batch.examples().size());
        assertEquals(2, batch.width());
        assertEquals(2 * examples.length, batch.tokens()); // padding counts
        assertEquals(examples.length, batch.scoredTargets());
        for (int row = 0; row < examples.length; row++) {
            assertArrayEquals(
                    new int[] {examples[row], epoch}, batch.examples().get(row).ids());
            assertArrayEquals(
                    new int[] {examples[row] + 100}, batch.examples().get(row).targets());
        }
    }
}
