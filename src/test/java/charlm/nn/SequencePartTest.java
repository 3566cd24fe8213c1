package charlm.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.PassShape;
import charlm.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SequencePartTest {
    private static final PackedSequences PACKING = PackedSequences.of(new int[] {4, 3}, 1);

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void theTailOfEverySequenceIsTakenAndItsGradientPutBack(Engine engine) {
        requirePart(
                engine, PACKING.from(new int[] {2, 2}), new float[] {3, 4, 7}, new float[] {0, 0, 30, 40, 0, 0, 70});
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void theFirstPositionsOfEverySequenceAreTakenAndTheirGradientPutBack(Engine engine) {
        requirePart(engine, PACKING.first(1), new float[] {1, 5}, new float[] {10, 0, 0, 0, 50, 0, 0});
    }

    private static void requirePart(Engine engine, PackedSequences part, float[] expected, float[] expectedGradient) {
        try (Pass pass = new Pass(engine)) {
            pass.beginInference(PassShape.uniform(PACKING, 0));
            SequencePart sequencePart = new SequencePart();
            Tensor x = engine.allocate(7, 1).set(1, 2, 3, 4, 5, 6, 7);
            Tensor taken = sequencePart.forward(x, part, pass);
            assertArrayEquals(expected, taken.toFloats());
            float[] gradient = taken.toFloats();
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= 10;
            }
            Tensor dPart = engine.allocate(gradient.length, 1).set(gradient);
            assertArrayEquals(
                    expectedGradient, sequencePart.backward(dPart, part, pass).toFloats());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void wholeSequencesAreNotCopied(Engine engine) {
        try (Pass pass = new Pass(engine)) {
            pass.beginInference(PassShape.uniform(PACKING, 0));
            Tensor x = engine.allocate(7, 1);
            assertSame(x, new SequencePart().forward(x, PACKING, pass));
            assertSame(x, new SequencePart().backward(x, PACKING, pass));
        }
    }
}
