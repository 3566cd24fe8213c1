package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.MicroBatch;
import charlm.golden.PaddedBatch;
import charlm.golden.WatchedEngine;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate is held to what a step on a full group of rows allocates. */
final class MemoryEstimateTest {
    private static final int VOCABULARY = 200;
    private static final int BATCH = 128;

    @ParameterizedTest
    @CsvSource({
        "VANILLA, 128, 4, 8, 256, 0",
        "VANILLA, 64, 2, 2, 512, 0",
        "VANILLA, 256, 8, 16, 64, 0",
        "PERCEIVER, 128, 4, 8, 256, 64",
        "PERCEIVER, 256, 6, 4, 192, 32",
        "PERCEIVER, 96, 3, 2, 256, 96",
    })
    void aStepTakesAboutWhatWasEstimated(Variant variant, int block, int layers, int heads, int width, int latents) {
        ModelConfig config = new ModelConfig(variant, VOCABULARY, block, layers, heads, width, latents);
        MemoryEstimate estimate = MemoryEstimate.of(config, BATCH, 1, false);
        AtomicLong elements = new AtomicLong();
        try (Engine engine = Engines.open(EngineChoice.AUTO, 1)) {
            LanguageModel model = LanguageModel.create(config, WatchedEngine.allocating(engine, elements), 0.1);
            long moments = 2 * model.parameters().gradients().length();
            assertEquals((elements.get() + moments) * Float.BYTES, estimate.parameterBytes());
            elements.set(0);
            model.accumulateGradients(fullGroup(block), 1, 0, 0);
        }
        double ratio = (double) estimate.activationBytes() / (elements.get() * Float.BYTES);
        assertTrue(ratio > 0.9 && ratio < 1.2, "estimated " + ratio + " times what was allocated");
    }

    @Test
    void theReferencesModelsHaveTheParametersTheyAreKnownFor() {
        ModelConfig vanilla = new ModelConfig(Variant.VANILLA, 256, 128, 4, 8, 256, 0);
        assertEquals(3_323_392L * 16, MemoryEstimate.of(vanilla, 128, 1, false).parameterBytes());
        ModelConfig perceiver = new ModelConfig(Variant.PERCEIVER, 256, 128, 4, 8, 256, 64);
        assertEquals(
                3_339_776L * 16, MemoryEstimate.of(perceiver, 128, 1, false).parameterBytes());
        // each of two workers has gradients and two copies of two bytes
        assertEquals(
                3_323_392L * (12 + 2 * 4 + 2 * 2 * 2),
                MemoryEstimate.of(vanilla, 128, 2, true).parameterBytes());
    }

    /** Counted by hand; so wide that every part takes several of the blocks of 16 MiB that memory comes in. */
    @Test
    void everyPartOfAStepCounts() {
        // One sequence of 1,000 positions. Each layer keeps 16 vectors, 4 x 1,000 x 1,000 weights and a quarter more,
        // and
        // half a block that these leave over; three layers. Head: logits and their gradients. Ends: 9 vectors.
        long blocksOf16MiB = 80; // 3 * (128,000,000 + 20,000,000 + 8,388,608) + 800,000,000 + 72,000,000
        long scratchBlocks = 4; // 7 vectors: 56,000,000
        long ofOneAttention = 36_000_000; // 9 bytes a weight
        ModelConfig vanilla = new ModelConfig(Variant.VANILLA, 100_000, 1_000, 3, 4, 2_000, 0);
        assertEquals(
                (blocksOf16MiB + scratchBlocks) * (16 << 20) + ofOneAttention,
                MemoryEstimate.of(vanilla, 8, 1, false).activationBytes());

        // Two workers, each with two sequences, whose inner layers have 250 latents; activations take 2 bytes. Each
        // layer
        // keeps 14 vectors of them and 2 of 4 bytes. Only the last one's weights leave a part of a block over.
        blocksOf16MiB =
                32; // 3 * (36,000,000 + 1,250,000) + 144,000,000 + 5,000,000 + 2,500,000 + 120,000,000 + 144,000,000
        scratchBlocks = 4; // 6 vectors of 2 bytes and one of 4: 64,000,000
        ofOneAttention = 9_000_000;
        ModelConfig perceiver = new ModelConfig(Variant.PERCEIVER, 10_000, 1_000, 4, 4, 2_000, 250);
        assertEquals(
                2 * ((blocksOf16MiB + scratchBlocks) * (16 << 20) + ofOneAttention),
                MemoryEstimate.of(perceiver, 8, 2, true).activationBytes());
    }

    @Test
    void aRunTakesTheSumOfAllParts() {
        ModelConfig vanilla = new ModelConfig(Variant.VANILLA, 256, 128, 4, 8, 256, 0);
        // saving holds four copies of every parameter on a heap that is used otherwise too
        assertEquals(
                3_323_392L * 16 + (64 << 20),
                MemoryEstimate.of(vanilla, 128, 1, false).heapBytes());
        assertEquals(
                (300 << 20) + 1 + 2 + 4 + 8,
                new MemoryEstimate(1, 2, 4, 0).withEvaluation(8).totalBytes());
    }

    @Test
    void aModelBeyondAllBoundsTakesALotRatherThanOverflowing() {
        int large = 1 << 30;
        ModelConfig config = new ModelConfig(Variant.VANILLA, large, large, large, 1, large, 0);
        assertEquals(Long.MAX_VALUE, MemoryEstimate.of(config, large, 1, true).totalBytes());
    }

    private static MicroBatch fullGroup(int columns) {
        int rows = WorkDivision.sequences(BATCH, columns, 1, false);
        int[] ids = new int[rows * columns];
        Arrays.fill(ids, 1);
        return new PaddedBatch(rows, columns, ids, ids).whole();
    }
}
