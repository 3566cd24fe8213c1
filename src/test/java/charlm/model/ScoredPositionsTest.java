package charlm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import charlm.data.MicroBatch;
import charlm.nn.Pass;
import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.PassShape;
import charlm.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ScoredPositionsTest {
    private static final PackedSequences PACKING = PackedSequences.of(new int[] {3, 2}, 1);

    private final ScoredPositions scored = new ScoredPositions();

    private static MicroBatch microBatch(PackedSequences tail, int... targets) {
        return new MicroBatch(PACKING, tail, new int[targets.length], targets, new int[] {0, 1});
    }

    @Test
    void theFirstScoredTargetOfEverySequenceIsAmongThem() {
        PackedSequences tail = PACKING.from(new int[] {1, 1});
        scored.selectScored(microBatch(tail, 0, 5, 6, 0, 7));
        assertEquals(3, scored.count());
        assertArrayEquals(new int[] {5, 6, 7}, Arrays.copyOf(scored.targets(), 3));
        assertEquals(0, scored.headRows(), "all of the tail");
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void whatIsNotScoredReachesNoHeadAndGetsNoGradient(Engine engine) {
        scored.selectScored(microBatch(PACKING, 0, 5, 6, 0, 7));
        assertEquals(3, scored.count());
        assertEquals(3, scored.headRows());
        try (Pass pass = new Pass(engine)) {
            pass.beginInference(PassShape.uniform(PACKING, scored.headRows()));
            Tensor x = engine.allocate(5, 1).set(1, 2, 3, 4, 5);
            assertArrayEquals(new float[] {2, 3, 5}, scored.forward(x, pass).toFloats());
            Tensor dSelected = engine.allocate(3, 1).set(20, 30, 50);
            assertArrayEquals(
                    new float[] {0, 20, 30, 0, 50},
                    scored.backward(dSelected, pass).toFloats());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void positionsAreTakenInTheOrderAskedFor(Engine engine) {
        PackedSequences sequences = PackedSequences.uniform(2, 3);
        scored.select(new int[] {5, 1}, 3, sequences);
        try (Pass pass = new Pass(engine)) {
            pass.beginInference(PassShape.uniform(sequences, scored.padded()));
            Tensor x = engine.allocate(6, 1).set(0, 1, 2, 3, 4, 5);
            assertArrayEquals(
                    new float[] {5, 1}, Arrays.copyOf(scored.forward(x, pass).toFloats(), 2));
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void nothingIsCopiedWhereAllAreScored(Engine engine) {
        scored.selectScored(microBatch(PACKING, 3, 5, 6, 4, 7));
        try (Pass pass = new Pass(engine)) {
            Tensor x = engine.allocate(5, 1);
            assertSame(x, scored.forward(x, pass));
            assertSame(x, scored.backward(x, pass));
        }
    }

    /** Of 20 rows an eighth is 2.5, rounded up. */
    @ParameterizedTest
    @CsvSource({"1, 3", "3, 3", "4, 6", "18, 18", "19, 20", "20, 20"})
    void theirNumberIsRoundedUpToEighthsOfTheTail(int count, int padded) {
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> i);
        scored.select(positions, 20, PackedSequences.uniform(1, 20));
        assertEquals(padded, scored.padded());
    }
}
