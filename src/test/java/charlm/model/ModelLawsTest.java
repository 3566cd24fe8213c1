package charlm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.MicroBatch;
import charlm.data.MicroBatcher;
import charlm.data.Vocabulary;
import charlm.golden.PaddedBatch;
import charlm.golden.TinyModels;
import charlm.nn.DownProjectBlock;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.Tensor;
import charlm.tensor.nd4j.Nd4jEngine;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelLawsTest {
    private static final int VOCAB = 30;
    private static final int BLOCK = 16;
    private static final int SEQUENCES = 5;
    private static final double DROPOUT = 0.2;
    private static final double FLOAT_NOISE = 2e-5;
    private static final double GRADIENT_TOLERANCE = 1e-6;

    private static ModelConfig tiny(Variant variant) {
        return TinyModels.config(variant, VOCAB, BLOCK, 3, 2, 8, 6);
    }

    private static LanguageModel felt(Variant variant, Engine engine, double dropout) {
        return TinyModels.felt(tiny(variant), engine, dropout, 0.4);
    }

    /** Sequences of unlike length, scored from unlike positions on, none from the first. */
    private static PaddedBatch batch() {
        RandomStream stream = RandomStream.of(3, Purpose.DEMO_CORPUS, 0, 0);
        int[] x = IntStream.range(0, SEQUENCES * BLOCK)
                .map(i -> stream.nextInt(2, VOCAB - 1))
                .toArray();
        int[] y = IntStream.range(0, SEQUENCES * BLOCK)
                .map(i -> i % BLOCK > i / BLOCK && i % BLOCK <= 3 * (i / BLOCK) + 2
                        ? stream.nextInt(2, VOCAB - 1)
                        : Vocabulary.PAD_ID)
                .toArray();
        return new PaddedBatch(SEQUENCES, BLOCK, x, y);
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void laterTokensDoNotChangeEarlierLogits(Engine engine, Variant variant) {
        LanguageModel model = felt(variant, engine, 0);
        int[] ids = Arrays.copyOf(batch().inputs(), BLOCK);
        int[] positions = IntStream.range(0, BLOCK).toArray();
        float[] before = model.logits(ids, 1, BLOCK, positions).toFloats();
        for (int changed = 1; changed < BLOCK; changed++) {
            int[] other = ids.clone();
            other[changed] = 2 + (other[changed] - 1) % (VOCAB - 2);
            float[] after = model.logits(other, 1, BLOCK, positions).toFloats();
            int earlier = changed * VOCAB;
            assertArrayEquals(Arrays.copyOf(before, earlier), Arrays.copyOf(after, earlier), (float) FLOAT_NOISE);
            assertFalse(
                    Arrays.equals(before, earlier, earlier + VOCAB, after, earlier, earlier + VOCAB),
                    "position " + changed + " does not see itself");
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void aStepInMicroBatchesEqualsTheWholeOneWithAndWithoutDropout(Engine engine, Variant variant) {
        for (double dropout : new double[] {0, DROPOUT}) {
            LanguageModel model = felt(variant, engine, dropout);
            double[] whole = new double[1];
            float[] wholeGradients = gradients(model, List.of(batch().whole()), whole);
            double[] split = new double[1];
            float[] splitGradients = gradients(model, new MicroBatcher(20, 2, 8).split(batch().ragged()), split);
            assertEquals(whole[0], split[0], FLOAT_NOISE * Math.abs(whole[0]));
            double largest = largest(wholeGradients);
            assertArrayEquals(wholeGradients, splitGradients, (float) (FLOAT_NOISE * largest));
        }
    }

    private static float[] gradients(LanguageModel model, List<MicroBatch> microBatches, double[] loss) {
        model.engine().zero(model.parameters().gradients());
        for (MicroBatch microBatch : microBatches) {
            loss[0] += model.accumulateGradients(microBatch, 1.0 / batch().scoredTargets(), 5, 9);
        }
        return model.parameters().gradients().toFloats();
    }

    private static double largest(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i]))
                .max()
                .orElse(0);
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void answersBetweenStepsOfTheSameShapeChangeNeither(Engine engine, Variant variant) {
        LanguageModel model = felt(variant, engine, 0);
        PaddedBatch batch = batch();
        int[] scored = IntStream.range(0, batch.targets().length)
                .filter(i -> batch.targets()[i] != Vocabulary.PAD_ID)
                .toArray();
        float[] answered =
                model.logits(batch.inputs(), SEQUENCES, BLOCK, scored).toFloats();
        float[] gradients = gradients(model, List.of(batch.whole()), new double[1]);
        float[] again = model.logits(batch.inputs(), SEQUENCES, BLOCK, scored).toFloats();
        int asked = scored.length * VOCAB;
        assertArrayEquals(Arrays.copyOf(answered, asked), Arrays.copyOf(again, asked), (float) FLOAT_NOISE);
        float[] after = gradients(model, List.of(batch.whole()), new double[1]);
        assertArrayEquals(gradients, after, (float) (FLOAT_NOISE * largest(gradients)));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void aSequenceIsAnsweredAloneAsAmongOthersThatAreNotAsked(Engine engine, Variant variant) {
        LanguageModel model = felt(variant, engine, 0);
        int[] ids = batch().inputs();
        int[] third = Arrays.copyOfRange(ids, 2 * BLOCK, 3 * BLOCK);
        float[] alone = model.logits(third, 1, BLOCK, new int[] {5}).toFloats();
        float[] among =
                model.logits(ids, SEQUENCES, BLOCK, new int[] {2 * BLOCK + 5}).toFloats();
        assertArrayEquals(Arrays.copyOf(alone, VOCAB), Arrays.copyOf(among, VOCAB), (float) FLOAT_NOISE);
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void paddedTargetsCarryNoGradient(Engine engine, Variant variant) {
        LanguageModel model = felt(variant, engine, 0);
        PaddedBatch batch = batch();
        float[] before = gradients(model, List.of(batch.whole()), new double[1]);
        int[] changed = batch.inputs().clone();
        for (int i = 0; i < SEQUENCES; i++) { // ids after the last scored position of a sequence
            Arrays.fill(changed, i * BLOCK + Math.min(BLOCK, 3 * i + 3), (i + 1) * BLOCK, Vocabulary.PAD_ID);
        }
        PaddedBatch other = new PaddedBatch(SEQUENCES, BLOCK, changed, batch.targets());
        float[] after = gradients(model, List.of(other.whole()), new double[1]);
        assertArrayEquals(before, after, (float) (FLOAT_NOISE * largest(before)));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void everyGradientEqualsItsCentralDifferenceInDoublePrecision(Variant variant) {
        LanguageModel model = felt(variant, new Nd4jEngine(NumberType.DOUBLE, 1), DROPOUT);
        MicroBatch batch = batch().whole();
        model.engine().zero(model.parameters().gradients());
        model.accumulateGradients(batch, 1, 1, 1);
        double[] gradients = model.parameters().gradients().toDoubles();
        for (Parameter parameter : model.parameters().list()) {
            int element = (int) parameter.length() / 3;
            double[] direction = new double[(int) parameter.length()];
            direction[element] = 1;
            double expected = centralDifference(model, parameter.value(), direction, batch);
            long at = parameter.gradient().offset()
                    - model.parameters().gradients().offset()
                    + element;
            assertGradient(expected, gradients[(int) at], parameter.name());
        }
    }

    /** Without dropout, in one direction in which every parameter changes. */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void allGradientsTogetherEqualTheCentralDifferenceInDoublePrecision(Variant variant) {
        LanguageModel model = felt(variant, new Nd4jEngine(NumberType.DOUBLE, 1), 0);
        MicroBatch batch = batch().whole();
        model.engine().zero(model.parameters().gradients());
        model.accumulateGradients(batch, 1, 1, 1);
        double[] gradients = model.parameters().gradients().toDoubles();
        RandomStream random = RandomStream.of(11, Purpose.DEMO_CORPUS, 0, 0);
        double[] direction = new double[gradients.length];
        Arrays.setAll(direction, i -> random.nextGaussian() / Math.sqrt(gradients.length));
        double slope = IntStream.range(0, gradients.length)
                .mapToDouble(i -> gradients[i] * direction[i])
                .sum();
        double expected = centralDifference(model, model.parameters().values(), direction, batch);
        assertGradient(expected, slope, "all parameters");
    }

    private static void assertGradient(double expected, double got, String name) {
        assertEquals(expected, got, GRADIENT_TOLERANCE * (1 + Math.abs(expected)), name);
    }

    private static double centralDifference(
            LanguageModel model, Tensor parameters, double[] direction, MicroBatch batch) {
        double step = 1e-5;
        double[] kept = parameters.toDoubles();
        double above = lossAt(model, parameters, kept, step, direction, batch);
        double below = lossAt(model, parameters, kept, -step, direction, batch);
        parameters.set(kept);
        return (above - below) / (2 * step);
    }

    private static double lossAt(
            LanguageModel model, Tensor parameters, double[] kept, double step, double[] direction, MicroBatch batch) {
        double[] moved = new double[kept.length];
        Arrays.setAll(moved, i -> kept[i] + step * direction[i]);
        parameters.set(moved);
        return model.accumulateGradients(batch, 1, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({"VANILLA, 0, 3323392", "PERCEIVER, 64, 3339776"})
    void fullModelsHaveTheReferencesParameterCounts(Variant variant, int bottleneck, long count) {
        Engine engine = new Nd4jEngine(NumberType.FLOAT, 1);
        LanguageModel model =
                LanguageModel.create(new ModelConfig(variant, 256, 128, 4, 8, 256, bottleneck), engine, 0);
        assertEquals(count, model.parameters().count());
        assertEquals(count, LanguageModel.parameterCount(model.config()));
        model.parameters().initialize(1);
        int[] x = IntStream.range(0, 64).map(i -> 2 + i % 250).toArray();
        int[] y = IntStream.range(0, 64).map(i -> 2 + i * 7 % 250).toArray();
        double loss = model.accumulateGradients(new PaddedBatch(1, 64, x, y).whole(), 1, 0, 0) / 64;
        assertEquals(Math.log(256), loss, 0.15);
    }

    @Test
    void theBasisStartsInsideItsBoundAndReachesNearIt() {
        Engine engine = new Nd4jEngine(NumberType.FLOAT, 1);
        LanguageModel model =
                LanguageModel.create(new ModelConfig(Variant.PERCEIVER, 256, 128, 4, 8, 256, 64), engine, 0);
        model.parameters().initialize(1);
        double bound = DownProjectBlock.basisBound(256, 64);
        assertEquals(0.0190, bound, 5e-5);
        double largest = largest(model.parameters().get("down_block.C").value().toFloats());
        assertTrue(largest <= bound && largest > 0.99 * bound, "largest is " + largest);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void parametersOfTwoBlocksAreDistinctAndOnlyBiasesDoNotDecay(Variant variant) {
        LanguageModel model = LanguageModel.create(
                TinyModels.config(variant, VOCAB, BLOCK, 4, 2, 8, 4), new Nd4jEngine(NumberType.FLOAT, 1), 0);
        Parameter first = model.parameters().get("blocks.0.mlp.0.weight");
        Parameter second = model.parameters().get("blocks.1.mlp.0.weight");
        assertNotSame(first, second);
        assertTrue(Math.abs(first.value().offset() - second.value().offset()) >= first.length());
        for (Parameter parameter : model.parameters().list()) {
            assertEquals(!parameter.name().contains("bias"), parameter.decays(), parameter.name());
            assertEquals(
                    parameter.decays(),
                    parameter.value().offset() < model.parameters().decayedLength());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void theSameSeedGivesTheSameBitsAndAnotherSeedOthers(Engine engine, Variant variant) {
        LanguageModel model = LanguageModel.create(tiny(variant), engine, 0);
        model.parameters().initialize(1);
        float[] first = model.parameters().values().toFloats();
        model.parameters().initialize(2);
        assertFalse(Arrays.equals(first, model.parameters().values().toFloats()));
        model.parameters().initialize(1);
        assertArrayEquals(first, model.parameters().values().toFloats());
    }

    @ParameterizedTest
    @CsvSource({
        "VANILLA, 1, 0",
        "VANILLA, 2, 0",
        "VANILLA, 5, 0",
        "PERCEIVER, 2, 3",
        "PERCEIVER, 3, 8",
        "PERCEIVER, 6, 1"
    })
    void parametersAreCountedWithoutMakingThem(Variant variant, int layers, int bottleneck) {
        ModelConfig config = new ModelConfig(variant, 13, 8, layers, 2, 6, bottleneck);
        LanguageModel model = LanguageModel.create(config, new Nd4jEngine(NumberType.FLOAT, 1), 0);
        assertEquals(model.parameters().count(), LanguageModel.parameterCount(config));
    }

    @Test
    void aCountThatNoNumberHoldsIsTheLargestAndNotNegative() {
        int large = 1 << 30;
        ModelConfig config = new ModelConfig(Variant.VANILLA, large, large, large, 1, large, 0);
        assertEquals(Long.MAX_VALUE, LanguageModel.parameterCount(config));
    }
}
