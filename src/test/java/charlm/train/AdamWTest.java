package charlm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.golden.Golden;
import charlm.model.LanguageModel;
import charlm.model.Variant;
import charlm.nn.Parameter;
import charlm.tensor.Engine;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients beyond the golden ones: none at all, and one that is or is not clipped. */
final class AdamWTest {
    private static final float TOLERANCE = 1e-6f;
    private static final double DECAY = 0.1;

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void withoutGradientEverythingButBiasesDecays(Engine engine, Variant variant) {
        LanguageModel model = ones(engine, variant);
        try (WorkerTeam team = new WorkerTeam(model)) {
            AdamW optimizer = new AdamW(model.parameters(), team, DECAY);
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
            double norm = updateFrom(gradients, model);
            assertEquals(size * Math.sqrt(2), norm, 1e-6 * size);
            float[] values = model.parameters().values().toFloats();
            assertEquals(0.5, values[0], 1e-4);
            assertEquals(1, values[1]);
            assertEquals(1.5, values[values.length - 1], 1e-4);
        }
    }

    /** Leaves the gradients to the last worker alone; the others' are 0. */
    private static double updateFrom(float[] gradients, LanguageModel model) {
        try (WorkerTeam team = new WorkerTeam(model)) {
            team.workers().get(team.workers().size() - 1).gradients().set(gradients);
            AdamW optimizer = new AdamW(model.parameters(), team, 0);
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
