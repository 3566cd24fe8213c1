package charlm.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.data.BatchLoader;
import charlm.eval.Generator;
import charlm.eval.Sampler;
import charlm.eval.TokenSequence;
import charlm.model.LanguageModel;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.train.NonFinite;
import charlm.train.OptimizerConfig;
import charlm.train.RunLength;
import charlm.train.TokenCosine;
import charlm.train.Trainer;
import charlm.train.TrainingConfig;
import charlm.train.TrainingListener.StepReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both models, on every engine, give the reference's numbers within the tolerances of golden/README.md. */
final class GoldenNumbersTest {
    private static final double RELATIVE_TOLERANCE = 1e-4;
    private static final double LOSS_TOLERANCE = 1e-4;
    private static final double PARAMETER_TOLERANCE = 5e-4;
    private static final double KEY_BIAS_GRADIENT_TOLERANCE = 1e-6;
    private static final double KEY_BIAS_PARAMETER_TOLERANCE = 1e-2;
    private static final int STEPS = 5;
    private static final int PROMPT_LENGTH = 5;

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void logitsMatchTheReference(Engine engine, Variant variant) {
        Golden golden = Golden.of(variant);
        PaddedBatch batch = golden.batch();
        int[] all = IntStream.range(0, batch.rows() * batch.columns()).toArray();
        float[] logits = golden.model(engine)
                .logits(batch.inputs(), batch.rows(), batch.columns(), all)
                .toFloats();
        assertClose("logits", golden.values("out.logits"), logits);
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void lossAndEveryGradientMatchTheReference(Engine engine, Variant variant) {
        Golden golden = Golden.of(variant);
        LanguageModel model = golden.model(engine);
        PaddedBatch batch = golden.batch();
        int scored = batch.scoredTargets();
        engine.zero(model.parameters().gradients());
        double loss = model.accumulateGradients(batch.whole(), 1.0 / scored, 0, 0) / scored;
        assertEquals(golden.values("out.loss")[0], loss, LOSS_TOLERANCE);
        for (Parameter parameter : model.parameters().list()) {
            float[] expected = golden.values("grad." + parameter.name());
            float[] actual = parameter.gradient().toFloats();
            if (parameter.name().endsWith("attn.key.bias")) {
                assertWithin(parameter.name(), expected, actual, KEY_BIAS_GRADIENT_TOLERANCE);
            } else {
                assertClose(parameter.name(), expected, actual);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void fiveStepsMatchTheReference(Engine engine, Variant variant) {
        Golden golden = Golden.of(variant);
        LanguageModel model = golden.model(engine);
        PaddedBatch batch = golden.batch();
        TokenCosine schedule =
                new TokenCosine((long) golden.number("warmup_tokens"), (long) golden.number("final_tokens"));
        TrainingConfig config = new TrainingConfig(
                new RunLength(STEPS, 0),
                OptimizerConfig.adamW(golden.number("learning_rate")),
                schedule,
                0,
                NonFinite.STOP);
        List<StepReport> reports = new ArrayList<>();
        new Trainer(model, new BatchLoader(batch, batch.rows()), config, List.of(reports::add)).run();

        assertColumn(
                golden.values("out.losses"),
                reports.stream().mapToDouble(StepReport::loss).toArray());
        assertColumn(
                golden.values("out.lrs"),
                reports.stream().mapToDouble(StepReport::rateAfter).toArray());
        double[] norms = reports.stream().mapToDouble(StepReport::gradientNorm).toArray();
        assertArrayEquals(doubles(golden.values("out.gradnorms")), norms, 1e-3);
        for (Parameter parameter : model.parameters().list()) {
            double tolerance =
                    parameter.name().endsWith("attn.key.bias") ? KEY_BIAS_PARAMETER_TOLERANCE : PARAMETER_TOLERANCE;
            float[] expected = golden.values("after." + parameter.name());
            assertWithin(parameter.name(), expected, parameter.value().toFloats(), tolerance);
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void greedyContinuationsMatchTheReferencePastTheBlockSize(Engine engine, Variant variant) {
        Golden golden = Golden.of(variant);
        PaddedBatch batch = golden.batch();
        int[] expected = golden.ids("out.greedy");
        int length = expected.length / batch.rows();
        List<int[]> prompts = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            int from = row * batch.columns();
            prompts.add(Arrays.copyOfRange(batch.inputs(), from, from + PROMPT_LENGTH));
        }
        List<TokenSequence> generated = new Generator(golden.model(engine), Sampler.GREEDY)
                .generate(prompts, length - PROMPT_LENGTH, s -> false);
        for (int row = 0; row < batch.rows(); row++) {
            int[] wanted = Arrays.copyOfRange(expected, row * length, (row + 1) * length);
            assertArrayEquals(wanted, generated.get(row).ids(), "row " + row);
        }
    }

    private static void assertColumn(float[] expected, double[] actual) {
        assertArrayEquals(doubles(expected), actual, LOSS_TOLERANCE);
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** Within 1e-4 of the largest magnitude of the tensor. */
    private static void assertClose(String name, float[] expected, float[] actual) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertWithin(name, expected, actual, RELATIVE_TOLERANCE * largest);
    }

    private static void assertWithin(String name, float[] expected, float[] actual, double tolerance) {
        assertEquals(expected.length, actual.length, name);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance, name + "[" + i + "]");
        }
    }
}
