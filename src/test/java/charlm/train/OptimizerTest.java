package charlm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import charlm.golden.Golden;
import charlm.model.LanguageModel;
import charlm.model.Variant;
import charlm.nn.Parameter;
import charlm.tensor.Engine;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients beyond the golden ones: none at all, and one that is or is not clipped. */
final class OptimizerTest {
    private static final float TOLERANCE = 1e-6f;
    private static final double DECAY = 0.1;

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void withoutGradientEverythingButBiasesDecays(Engine engine, Variant variant) {
        LanguageModel model = ones(engine, variant);
        try (WorkerTeam team = new WorkerTeam(model)) {
            Optimizer optimizer = new Optimizer(model.parameters(), team, OptimizerKind.ADAMW, DECAY);
            assertEquals(0, optimizer.gradientNorm());
            optimizer.update(0.5, 0);
        }
        for (Parameter parameter : model.parameters().list()) {
            float expected = parameter.name().contains("bias") ? 1 : 0.95f; // 1 - rate * decay
            assertArrayEquals(filled(parameter, expected), parameter.value().toFloats(), TOLERANCE, parameter.name());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void theFirstStepMovesByTheRateHoweverLargeTheGradient(Engine engine, Variant variant) {
        for (double size : new double[] {1e-3, 1e4}) {
            LanguageModel model = ones(engine, variant);
            float[] gradients = new float[(int) model.parameters().count()];
            gradients[0] = (float) size;
            gradients[gradients.length - 1] = (float) -size;
            double norm = updateFrom(gradients, model, OptimizerKind.ADAMW);
            assertEquals(size * Math.sqrt(2), norm, 1e-6 * size);
            float[] values = model.parameters().values().toFloats();
            assertEquals(0.5, values[0], 1e-4);
            assertEquals(1, values[1]);
            assertEquals(1.5, values[values.length - 1], 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void muonMovesTheMatricesWithinTheBlocksAndAdamWTheRest(Engine engine, Variant variant) {
        LanguageModel byMuon = ones(engine, variant);
        LanguageModel byAdamW = ones(engine, variant);
        RandomStream random = RandomStream.of(1, Purpose.DEMO_CORPUS, 0, 0);
        float[] gradients = new float[(int) byMuon.parameters().count()];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = (float) random.nextGaussian();
        }
        updateFrom(gradients, byMuon, OptimizerKind.MUON);
        updateFrom(gradients, byAdamW, OptimizerKind.ADAMW);
        int matrices = 0;
        for (Parameter parameter : byMuon.parameters().list()) {
            float[] expected =
                    byAdamW.parameters().get(parameter.name()).value().toFloats();
            boolean isMatrix =
                    parameter.name().matches("(block|down_block|up_block).*weight") && parameter.shape().length == 2;
            assertEquals(isMatrix, byMuon.parameters().hiddenMatrices().contains(parameter), parameter.name());
            if (isMatrix) {
                matrices++;
                float[] moved = parameter.value().toFloats();
                assertEquals(
                        0.5 * 0.2, meanMove(moved), 0.05, parameter.name()); // rate times Muon's mean size of a step
                assertFalse(Arrays.equals(expected, moved), parameter.name());
            } else {
                assertArrayEquals(expected, parameter.value().toFloats(), parameter.name());
            }
        }
        assertEquals(6 * byMuon.config().numLayers(), matrices);
    }

    /** Returns the root mean square of how far the values are from 1. */
    private static double meanMove(float... values) {
        double squares = 0;
        for (float value : values) {
            squares += (value - 1) * (value - 1);
        }
        return Math.sqrt(squares / values.length);
    }

    /** Leaves the gradients to the last worker alone; the others' are 0. */
    private static double updateFrom(float[] gradients, LanguageModel model, OptimizerKind kind) {
        try (WorkerTeam team = new WorkerTeam(model)) {
            team.workers().get(team.workers().size() - 1).gradients().set(gradients);
            Optimizer optimizer = new Optimizer(model.parameters(), team, kind, 0);
            double norm = optimizer.gradientNorm();
            optimizer.update(0.5, norm);
            return norm;
        }
    }

    private static LanguageModel ones(Engine engine, Variant variant) {
        LanguageModel model = LanguageModel.create(Golden.of(variant).config(), engine, 0);
        float[] values = new float[(int) model.parameters().count()];
        Arrays.fill(values, 1);
        model.parameters().values().set(values);
        return model;
    }

    private static float[] filled(Parameter parameter, float value) {
        float[] filled = new float[(int) parameter.length()];
        Arrays.fill(filled, value);
        return filled;
    }
}
