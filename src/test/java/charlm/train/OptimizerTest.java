package charlm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import charlm.golden.Golden;
import charlm.golden.WatchedEngine;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.AdamWStep;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import charlm.tensor.MuonStep;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients beyond the golden ones: none at all, and some that are or are not clipped, for both kinds of update. */
final class OptimizerTest {
    private static final float TOLERANCE = 1e-6f;
    private static final double RELATIVE_TOLERANCE = 1e-4;
    private static final double RATE = 0.5;
    private static final double DECAY = 0.1;

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void withoutGradientEverythingButBiasesDecays(Engine engine, Variant variant) {
        for (OptimizerKind kind : OptimizerKind.values()) {
            LanguageModel model = ones(engine, variant);
            try (WorkerTeam team = new WorkerTeam(model)) {
                Optimizer optimizer =
                        new Optimizer(model.parameters(), team, config(kind).withWeightDecay(DECAY));
                assertEquals(0, optimizer.gradientNorm());
                optimizer.update(RATE, 0);
            }
            for (Parameter parameter : model.parameters().list()) {
                float[] expected = new float[(int) parameter.length()];
                Arrays.fill(expected, parameter.name().contains("bias") ? 1 : 0.95f); // 1 - rate * decay
                assertArrayEquals(expected, parameter.value().toFloats(), TOLERANCE, kind + " " + parameter.name());
            }
        }
    }

    /** Seen in the first moments, which grow with the gradient; how far a parameter moves does not. */
    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void aGradientAboveTheGivenNormIsScaledToItAndOneBelowLeftAlone(Engine engine, Variant variant) {
        LanguageModel model = ones(engine, variant);
        float[] direction = direction(model);
        for (double clip : new double[] {1, 0.25, 0}) { // 0: no clipping
            for (double norm : new double[] {1e-3, 0.99, 1.01, 1e4}) {
                double clipped = clip == 0 ? norm : Math.min(clip, norm);
                float[] gradients = times(norm, direction);
                assertClose(
                        times(0.1 * clipped, direction),
                        updateFrom(model, config(OptimizerKind.ADAMW).withGradClip(clip), gradients));
                assertClose(
                        moments(model, direction, clipped, 0.1 * clipped),
                        updateFrom(model, config(OptimizerKind.MUON).withGradClip(clip), gradients));
            }
        }
    }

    @Test
    void clippingScalesByTheGivenNormOverTheGradientsOwnWithPyTorchsEpsilon() {
        OptimizerConfig clipped = OptimizerConfig.adamW(RATE).withGradClip(2);
        assertEquals(2 / (8 + 1e-6), clipped.gradientScale(8));
        assertEquals(2 / (2 + 1e-6), clipped.gradientScale(2));
        assertEquals(1, clipped.gradientScale(1.99));
        assertEquals(1, clipped.gradientScale(0));
        assertEquals(1 / (4 + 1e-6), OptimizerConfig.adamW(RATE).gradientScale(4));
        assertEquals(1, clipped.withGradClip(0).gradientScale(1e9));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void muonKeeps95HundredthsOfItsMomentaAndAdamW90(Engine engine, Variant variant) {
        LanguageModel model = ones(engine, variant);
        float[] direction = direction(model);
        float[] gradients = times(0.5, direction);
        assertClose(
                moments(model, direction, 0.5 * (0.95 + 1), 0.5 * 0.1 * (0.9 + 1)),
                updateFrom(model, config(OptimizerKind.MUON), gradients, gradients));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void muonMovesTheMatricesWithinTheBlocksAndAdamWTheRest(Engine engine, Variant variant) {
        LanguageModel byMuon = ones(engine, variant);
        LanguageModel byAdamW = ones(engine, variant);
        float[] gradients = direction(byMuon);
        updateFrom(byMuon, config(OptimizerKind.MUON), gradients);
        updateFrom(byAdamW, config(OptimizerKind.ADAMW), gradients);
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
                        RATE * 0.2, meanMove(moved), 0.05, parameter.name()); // rate times Muon's mean size of a step
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

    /** As the engine is given them: a golden step does not feel an epsilon. */
    @Test
    void updatesHaveTheReferencesNumbers() {
        List<Object> steps = new ArrayList<>();
        try (Engine engine = Engines.open(EngineChoice.ND4J, 1)) {
            Engine recording = (Engine) Proxy.newProxyInstance(
                    Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("adamW") || method.getName().equals("muon")) {
                            steps.add(arguments[arguments.length - 1]);
                        }
                        return method.invoke(engine, arguments);
                    });
            LanguageModel model = ones(recording, Variant.VANILLA);
            try (WorkerTeam team = new WorkerTeam(model)) {
                OptimizerConfig config = new OptimizerConfig(OptimizerKind.MUON, 1, DECAY, 3);
                Optimizer optimizer = new Optimizer(model.parameters(), team, config);
                optimizer.restore(
                        6,
                        new float[(int) model.parameters().count()],
                        new float[(int) model.parameters().count()]);
                optimizer.update(RATE, 1);
            }
        }
        AdamWStep decaying = new AdamWStep(7, RATE, 0.9, 0.95, 1e-8, DECAY, 1);
        AdamWStep plain = new AdamWStep(7, RATE, 0.9, 0.95, 1e-8, 0, 1);
        assertEquals(Set.of(decaying, plain, new MuonStep(RATE, 0.95, DECAY, 1)), new HashSet<>(steps));
    }

    /** The narrowest model has ranges of a single element, which all but one of the workers have no part of. */
    @Test
    void theSameUpdateIsMadeHoweverManyWorkersShareIt() {
        ModelConfig narrow = new ModelConfig(Variant.VANILLA, 3, 5, 1, 1, 1, 0);
        for (OptimizerKind kind : OptimizerKind.values()) {
            float[] byOne = {};
            for (int workers = 1; workers <= 4; workers++) {
                try (Engine engine = nd4j()) {
                    LanguageModel model = LanguageModel.create(
                            narrow, WatchedEngine.divided(engine, workers, OptimizerTest::nd4j), 0);
                    model.parameters().initialize(1);
                    updateFrom(model, config(kind).withWeightDecay(DECAY), direction(model));
                    byOne = workers == 1 ? model.parameters().values().toFloats() : byOne;
                    assertArrayEquals(byOne, model.parameters().values().toFloats());
                }
            }
        }
    }

    private static Engine nd4j() {
        return Engines.open(EngineChoice.ND4J, 1);
    }

    @Test
    void aChangedConfigDiffersInThatNumberAlone() {
        OptimizerConfig config = new OptimizerConfig(OptimizerKind.ADAMW, 1, 2, 3);
        assertEquals(new OptimizerConfig(OptimizerKind.MUON, 1, 2, 3), config.withKind(OptimizerKind.MUON));
        assertEquals(new OptimizerConfig(OptimizerKind.ADAMW, 9, 2, 3), config.withLearningRate(9));
        assertEquals(new OptimizerConfig(OptimizerKind.ADAMW, 1, 9, 3), config.withWeightDecay(9));
        assertEquals(new OptimizerConfig(OptimizerKind.ADAMW, 1, 2, 9), config.withGradClip(9));
        assertEquals(
                List.of("adamw", "muon"),
                Stream.of(OptimizerKind.values()).map(OptimizerKind::label).toList());
    }

    private static OptimizerConfig config(OptimizerKind kind) {
        return new OptimizerConfig(kind, RATE, 0, TrainingDefaults.GRAD_CLIP);
    }

    /** Makes an update from each of {@code gradients} without decay and returns the first moments. */
    private static float[] updateFrom(LanguageModel model, OptimizerConfig config, float[]... gradients) {
        try (WorkerTeam team = new WorkerTeam(model)) {
            Optimizer optimizer = new Optimizer(model.parameters(), team, config);
            for (float[] next : gradients) {
                team.run(worker -> worker.engine().zero(worker.gradients()));
                team.workers().get(team.workers().size() - 1).gradients().set(next); // the others' stay 0
                double norm = optimizer.gradientNorm();
                assertEquals(norm(next), norm, TOLERANCE * norm);
                optimizer.update(RATE, norm);
            }
            return optimizer.firstMoments().toFloats();
        }
    }

    /** Returns random gradients whose norm is 1. */
    private static float[] direction(LanguageModel model) {
        RandomStream random = RandomStream.of(1, Purpose.DEMO_CORPUS, 0, 0);
        float[] drawn = new float[(int) model.parameters().count()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) random.nextGaussian();
        }
        return times(1 / norm(drawn), drawn);
    }

    /** Returns {@code direction} times one factor in the matrices within the blocks and another elsewhere. */
    private static float[] moments(LanguageModel model, float[] direction, double ofMatrices, double ofOthers) {
        float[] expected = times(ofOthers, direction);
        float[] inMatrices = times(ofMatrices, direction);
        for (Parameter matrix : model.parameters().hiddenMatrices()) {
            int from =
                    (int) (matrix.value().offset() - model.parameters().values().offset());
            System.arraycopy(inMatrices, from, expected, from, (int) matrix.length());
        }
        return expected;
    }

    private static double norm(float[] values) {
        return Math.sqrt(IntStream.range(0, values.length)
                .mapToDouble(i -> (double) values[i] * values[i])
                .sum());
    }

    private static float[] times(double factor, float[] values) {
        float[] product = new float[values.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = (float) (factor * values[i]);
        }
        return product;
    }

    /** Within 1e-4 of the root mean square of what is expected. */
    private static void assertClose(float[] expected, float[] actual) {
        assertArrayEquals(expected, actual, (float) (RELATIVE_TOLERANCE * norm(expected) / Math.sqrt(expected.length)));
    }

    private static LanguageModel ones(Engine engine, Variant variant) {
        LanguageModel model = LanguageModel.create(Golden.of(variant).config(), engine, 0);
        float[] values = new float[(int) model.parameters().count()];
        Arrays.fill(values, 1);
        model.parameters().values().set(values);
        return model;
    }
}
