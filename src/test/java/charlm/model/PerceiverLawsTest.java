package charlm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.data.MicroBatch;
import charlm.data.MicroBatcher;
import charlm.data.Vocabulary;
import charlm.golden.PaddedBatch;
import charlm.golden.TinyModels;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.nd4j.Nd4jEngine;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Consequences of the left-aligned masks, for every extent of the bottleneck, in double precision. */
final class PerceiverLawsTest {
    private static final Engine ENGINE = new Nd4jEngine(NumberType.DOUBLE, 1);
    private static final int VOCAB = 11;
    private static final int BLOCK = 12;
    private static final int WIDTH = 8;
    private static final double DOUBLE_NOISE = 1e-11;
    private static final double STEP = 1e-5;
    private static final double GRADIENT_TOLERANCE = 1e-7;

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "5, 4", "12, 2"})
    void aTokenPastTheBottleneckReachesItsOwnLogitsAlone(int bottleneck, int layers) {
        LanguageModel model = model(bottleneck, layers);
        int[] ids = ids(BLOCK);
        double[] before = logits(model, ids);
        for (int changed = 0; changed < BLOCK; changed++) {
            int[] other = ids.clone();
            other[changed] = 2 + (other[changed] - 1) % (VOCAB - 2);
            double[] after = logits(model, other);
            for (int position = 0; position < BLOCK; position++) {
                boolean sees = position == changed || position > changed && changed < bottleneck;
                String which = "token " + changed + " at position " + position;
                assertEquals(sees, distance(before, after, position) > DOUBLE_NOISE, which);
            }
        }
    }

    @Test
    void aSingleLatentGivesEveryPositionTheLogitsOfTheFirstToken() {
        LanguageModel model = model(1, 3);
        int[] other = ids(BLOCK);
        double[] before = logits(model, ids(BLOCK));
        other[BLOCK - 1] = other[0];
        double[] after = logits(model, other);
        for (int position = 0; position < BLOCK; position++) {
            double[] here = Arrays.copyOfRange(after, position * VOCAB, (position + 1) * VOCAB);
            assertArrayEquals(Arrays.copyOf(before, VOCAB), here, DOUBLE_NOISE);
        }
    }

    private static double distance(double[] a, double[] b, int position) {
        return IntStream.range(position * VOCAB, (position + 1) * VOCAB)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "5, 4", "12, 2", "12, 4"})
    void aShorterContextGivesTheSameLogitsWithAsManyLatents(int bottleneck, int layers) {
        LanguageModel model = model(bottleneck, layers);
        int[] ids = ids(BLOCK);
        double[] whole = logits(model, ids);
        for (int length = 1; length < BLOCK; length++) {
            double[] prefix = logits(model, Arrays.copyOf(ids, length));
            assertArrayEquals(Arrays.copyOf(whole, length * VOCAB), prefix, DOUBLE_NOISE, "length " + length);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "5, 4", "12, 2", "12, 4"})
    void microBatchesOfFewerLatentsAddUpToTheWholeGradient(int bottleneck, int layers) {
        LanguageModel model = model(bottleneck, layers);
        PaddedBatch batch = batch();
        double whole = gradients(model, List.of(batch.whole()));
        double[] expected = model.parameters().gradients().toDoubles();
        for (MicroBatcher batcher : List.of(new MicroBatcher(1, 4, 1), new MicroBatcher(14, 2, 4))) {
            assertEquals(whole, gradients(model, batcher.split(batch.ragged())), DOUBLE_NOISE);
            assertArrayEquals(expected, model.parameters().gradients().toDoubles(), DOUBLE_NOISE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 0", "3, 2, 0", "12, 3, 0", "1, 2, 0.1", "12, 3, 0.1"})
    void gradientsOfPackedSequencesEqualCentralDifferences(int bottleneck, int layers, double dropout) {
        LanguageModel model = model(bottleneck, layers, dropout);
        MicroBatch microBatch =
                new MicroBatcher(BLOCK + 1, 1, 8).split(batch().ragged()).get(1);
        assertEquals("PackedSequences[0, 7, 11, 13] in 16", microBatch.packing().toString());
        RandomStream random = RandomStream.of(5, Purpose.DEMO_CORPUS, bottleneck, layers);
        gradients(model, List.of(microBatch));
        double[] gradients = model.parameters().gradients().toDoubles(); // the losses of differences add to them
        for (Parameter parameter : model.parameters().list()) {
            int element = random.nextInt(0, (int) parameter.length() - 1);
            long at = parameter.gradient().offset()
                    - model.parameters().gradients().offset()
                    + element;
            double got = gradients[(int) at];
            double expected = centralDifference(model, microBatch, parameter, element);
            assertEquals(expected, got, GRADIENT_TOLERANCE, parameter.name() + "[" + element + "]");
        }
    }

    private static double centralDifference(
            LanguageModel model, MicroBatch microBatch, Parameter parameter, int element) {
        double[] values = parameter.value().toDoubles();
        double kept = values[element];
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            values[element] = kept + (2 * side - 1) * STEP;
            parameter.value().set(values);
            losses[side] = model.accumulateGradients(microBatch, 1, 0, 0);
        }
        values[element] = kept;
        parameter.value().set(values);
        return (losses[1] - losses[0]) / (2 * STEP);
    }

    private static double gradients(LanguageModel model, List<MicroBatch> microBatches) {
        ENGINE.zero(model.parameters().gradients());
        return microBatches.stream()
                .mapToDouble(microBatch -> model.accumulateGradients(microBatch, 1, 0, 0))
                .sum();
    }

    private static LanguageModel model(int bottleneck, int layers) {
        return model(bottleneck, layers, 0);
    }

    private static LanguageModel model(int bottleneck, int layers, double dropout) {
        ModelConfig config = new ModelConfig(Variant.PERCEIVER, VOCAB, BLOCK, layers, 2, WIDTH, bottleneck);
        return TinyModels.felt(config, ENGINE, dropout, 0.4);
    }

    private static double[] logits(LanguageModel model, int[] ids) {
        int[] all = IntStream.range(0, ids.length).toArray();
        double[] padded = model.logits(ids, 1, ids.length, all).toDoubles();
        return Arrays.copyOf(padded, ids.length * VOCAB);
    }

    private static int[] ids(int count) {
        RandomStream random = RandomStream.of(2, Purpose.DEMO_CORPUS, 0, count);
        return IntStream.range(0, count).map(i -> random.nextInt(2, VOCAB - 1)).toArray();
    }

    /** Rows of 12, 7, 4 and 2 scored characters, the first unscored. */
    private static PaddedBatch batch() {
        int[] lengths = {BLOCK, 7, 4, 2};
        int[] targets = ids(lengths.length * BLOCK);
        for (int i = 0; i < targets.length; i++) {
            if (i % BLOCK == 0 || i % BLOCK >= lengths[i / BLOCK]) {
                targets[i] = Vocabulary.PAD_ID;
            }
        }
        return new PaddedBatch(lengths.length, BLOCK, ids(targets.length), targets);
    }
}
