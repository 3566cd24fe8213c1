package charlm.tensor.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.golden.Golden;
import charlm.golden.PaddedBatch;
import charlm.model.LanguageModel;
import charlm.nn.Variant;
import charlm.tensor.AdamWStep;
import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.DropoutMask;
import charlm.tensor.Engine;
import charlm.tensor.MuonStep;
import charlm.tensor.NumberType;
import charlm.tensor.PackedSequences;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** With bfloat16 activations every operation gives what single precision gives, but for the rounding of its results. */
@EnabledIf("charlm.golden.TestEngines#computeBfloat16")
class MixedPrecisionTest {
    /** A bfloat16 has 8 bits of precision; a few roundings come together. */
    private static final double TOLERANCE = 0x1p-6;

    private static final Engine FULL = new OneDnnEngine(2, NumberType.FLOAT);
    private static final Engine MIXED = new OneDnnEngine(2, NumberType.BFLOAT16);

    @AfterAll
    static void closeEngines() {
        FULL.close();
        MIXED.close();
    }

    /** An operation under test: makes its arguments, runs, returns its results. */
    private interface Operation {
        List<Tensor> run(Arguments arguments);
    }

    /** Makes the same numbers on either engine; activations are numbers that bfloat16 holds exactly. */
    private static final class Arguments {
        private final Engine engine;
        private final RandomStream random = RandomStream.of(1, Purpose.DEMO_CORPUS, 0, 0);

        Arguments(Engine engine) {
            this.engine = engine;
        }

        Tensor activation(long... shape) {
            return engine.allocate(engine.activationType(), shape).set(rounded(shape));
        }

        Tensor full(long... shape) {
            return engine.allocate(shape).set(rounded(shape));
        }

        private float[] rounded(long... shape) {
            float[] values = new float[Math.toIntExact(Tensor.product(shape))];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.intBitsToFloat(Float.floatToRawIntBits((float) random.nextGaussian()) & 0xFFFF0000);
            }
            return values;
        }
    }

    private static void assertSameButForRounding(Operation operation) {
        List<Tensor> expected = operation.run(new Arguments(FULL));
        List<Tensor> actual = operation.run(new Arguments(MIXED));
        for (int result = 0; result < expected.size(); result++) {
            double[] want = expected.get(result).toDoubles();
            double[] got = actual.get(result).toDoubles();
            double scale = 0;
            for (double value : want) {
                scale = Math.max(scale, Math.abs(value));
            }
            for (int i = 0; i < want.length; i++) {
                double allowed = TOLERANCE * scale;
                String message = "result " + result + " element " + i + " is " + got[i] + ", expected " + want[i];
                assertTrue(Math.abs(got[i] - want[i]) <= allowed, message);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 7, 127", "7, 5, 1", "127, 127, 7", "33, 64, 48"})
    void linearAndItsGradients(int n, int in, int out) {
        assertSameButForRounding(a -> {
            Tensor x = a.activation(n, in);
            Tensor weight = a.full(out, in);
            Tensor bias = a.full(out);
            Tensor dY = a.activation(n, out);
            Tensor y = a.activation(n, out);
            Tensor fullY = a.full(n, out);
            Tensor dX = a.activation(n, in);
            Tensor dWeight = a.full(out, in);
            Tensor dBias = a.full(out);
            a.engine.linear(x, weight, bias, y);
            a.engine.linear(x, weight, bias, fullY);
            a.engine.linearBackwardInput(dY, weight, dX);
            a.engine.linearBackwardWeight(dY, x, dWeight, dBias);
            return List.of(y, fullY, dX, dWeight, dBias);
        });
    }

    @Test
    void layerNormAndItsGradients() {
        assertSameButForRounding(a -> {
            Tensor x = a.full(33, 48);
            Tensor gain = a.full(48);
            Tensor bias = a.full(48);
            Tensor y = a.activation(33, 48);
            Tensor mean = a.full(33);
            Tensor variance = a.full(33);
            Tensor dY = a.activation(33, 48);
            Tensor dX = a.full(33, 48);
            Tensor dGain = a.full(48);
            Tensor dBias = a.full(48);
            a.engine.layerNorm(x, gain, bias, y, mean, variance);
            a.engine.layerNormBackward(dY, x, gain, mean, variance, dX, dGain, dBias);
            return List.of(y, mean, variance, dX, dGain, dBias);
        });
    }

    @Test
    void geluAndItsGradient() {
        assertSameButForRounding(a -> {
            Tensor x = a.activation(7, 127);
            Tensor y = a.activation(7, 127);
            Tensor dX = a.activation(7, 127);
            a.engine.gelu(x, y);
            a.engine.geluBackward(x, dX, dX);
            return List.of(y, dX);
        });
    }

    @ParameterizedTest
    @CsvSource({"7, 7, false, 0", "7, 7, false, 0.3", "16, 5, false, 0.3", "5, 5, true, 0.3", "1, 1, false, 0.3"})
    void attentionAndItsGradients(int queries, int keys, boolean shared, double rate) {
        assertSameButForRounding(a -> {
            AttentionShape shape = AttentionShape.uniform(3, 2, queries, keys, 8, shared);
            Tensor q = a.activation(shape.queryRows(), 16);
            Tensor kv = a.activation(3L * keys, 32);
            Tensor k = kv.columns(0, 16);
            Tensor v = kv.columns(16, 32);
            Tensor weights = a.activation(1, a.engine.attentionWeightsLength(shape));
            Tensor out = a.activation(3L * queries, 16);
            Tensor dOut = a.activation(3L * queries, 16);
            Tensor dQ = a.activation(shape.queryRows(), 16);
            Tensor dKv = a.activation(3L * keys, 32);
            DropoutMask mask = rate == 0 ? null : mask(rate);
            a.engine.attention(shape, new AttentionTensors(q, k, v, weights), mask, out);
            a.engine.attentionBackward(
                    shape,
                    dOut,
                    new AttentionTensors(q, k, v, weights),
                    mask,
                    new AttentionGradients(dQ, dKv.columns(0, 16), dKv.columns(16, 32)));
            return List.of(rowWeights(a.engine, shape, weights), out, dQ, dKv);
        });
    }

    private enum Queries {
        OWN,
        SHARED,
        TAIL
    }

    /** As training packs them, with matrix rows at the end that belong to no row. */
    @ParameterizedTest
    @CsvSource({
        "OWN, 0, 1",
        "OWN, 0.3, 1",
        "SHARED, 0.3, 1",
        "TAIL, 0.3, 1",
        "OWN, 0, 5",
        "OWN, 0.3, 5",
        "SHARED, 0.3, 5",
        "TAIL, 0, 5",
        "TAIL, 0.3, 5"
    })
    void attentionOverRowsOfDifferentLengths(Queries kind, double rate, int times) {
        assertSameButForRounding(a -> {
            boolean shared = kind == Queries.SHARED;
            PackedSequences keys = PackedSequences.of(new int[] {6 * times, 2 * times, 12 * times}, 8);
            PackedSequences queries =
                    switch (kind) {
                        case OWN -> PackedSequences.of(new int[] {8 * times, 4 * times, 12 * times}, 16);
                        case SHARED -> keys;
                        case TAIL -> keys.from(new int[] {4 * times, times, 9 * times});
                    };
            AttentionShape shape = new AttentionShape(queries, keys, 2, 8, shared);
            Tensor q = a.activation(shape.queryRows(), 16);
            Tensor kv = a.activation(keys.matrixRows(), 32);
            Tensor weights = a.activation(1, a.engine.attentionWeightsLength(shape));
            Tensor out = a.activation(queries.matrixRows(), 16);
            Tensor dOut = a.activation(queries.matrixRows(), 16);
            Tensor dQ = a.activation(shape.queryRows(), 16);
            Tensor dKv = a.activation(keys.matrixRows(), 32);
            DropoutMask mask = rate == 0 ? null : mask(rate);
            Tensor k = kv.columns(0, 16);
            Tensor v = kv.columns(16, 32);
            a.engine.attention(shape, new AttentionTensors(q, k, v, weights), mask, out);
            a.engine.attentionBackward(
                    shape,
                    dOut,
                    new AttentionTensors(q, k, v, weights),
                    mask,
                    new AttentionGradients(dQ, dKv.columns(0, 16), dKv.columns(16, 32)));
            return List.of(rowWeights(a.engine, shape, weights), out, dQ, dKv);
        });
    }

    private static Tensor rowWeights(Engine engine, AttentionShape shape, Tensor weights) {
        List<float[]> rows = IntStream.range(0, shape.batch())
                .mapToObj(row -> engine.attentionWeights(shape, weights, row))
                .toList();
        Tensor all = engine.allocate(rows.stream().mapToInt(row -> row.length).sum());
        int from = 0;
        for (float[] row : rows) {
            HostMemory.floats(all).put(from, row);
            from += row.length;
        }
        return all;
    }

    private static DropoutMask mask(double rate) {
        DropoutMask mask = new DropoutMask(rate);
        mask.moveTo(0x5EEDL, new int[] {5, 0, 3}, PackedSequences.uniform(3, 7));
        return mask;
    }

    @Test
    void dropoutAndCopiesRoundWhatTheyWrite() {
        assertSameButForRounding(a -> {
            Tensor x = a.full(21, 17);
            Tensor dropped = a.activation(21, 17);
            Tensor copied = a.activation(21, 17);
            Tensor plain = a.activation(21, 17);
            a.engine.dropout(x, mask(0.3), dropped);
            a.engine.dropout(x, null, plain);
            a.engine.copy(x, copied);
            return List.of(dropped, plain, copied);
        });
    }

    @Test
    void activationsAreCopiedAndClearedWithinTheirWindow() {
        Arguments a = new Arguments(MIXED);
        Tensor wide = a.activation(7, 48);
        double[] left = wide.columns(0, 8).toDoubles();
        double[] right = wide.columns(40, 48).toDoubles();
        Tensor window = wide.columns(8, 40);
        Tensor from = a.activation(7, 32);
        MIXED.copy(from, window);
        assertArrayEquals(from.toDoubles(), window.toDoubles());
        assertArrayEquals(from.toFloats(), MIXED.toFloats(window));
        MIXED.zero(window);
        assertArrayEquals(new double[7 * 32], window.toDoubles());
        assertArrayEquals(left, wide.columns(0, 8).toDoubles());
        assertArrayEquals(right, wide.columns(40, 48).toDoubles());
        Tensor vector = MIXED.allocate(NumberType.BFLOAT16, 5);
        MIXED.copy(a.activation(5), vector);
        assertTrue(MIXED.toFloats(vector)[4] != 0);
        MIXED.zero(vector);
        assertArrayEquals(new float[5], MIXED.toFloats(vector));
    }

    @Test
    void crossEntropyWritesItsGradientAsAnActivation() {
        List<Double> losses = new ArrayList<>();
        assertSameButForRounding(a -> {
            Tensor logits = a.full(7, 20);
            Tensor dLogits = a.activation(7, 20);
            losses.add(a.engine.crossEntropy(logits, new int[] {3, 1, 19, 0, 7}, 5, 0.2, dLogits));
            return List.of(dLogits);
        });
        assertEquals(losses.get(0), losses.get(1), "the loss itself is single precision");
    }

    @Test
    void copiesOfTheWeightsFollowTheParameters() {
        Arguments a = new Arguments(MIXED);
        Tensor parameters = a.full(70);
        Tensor weight = parameters.slice(10, 5, 6);
        Tensor x = a.activation(4, 6);
        Tensor y = a.full(4, 5);
        MIXED.parametersChanged(parameters);
        MIXED.linear(x, weight, null, y);
        float[] before = y.toFloats();
        Tensor gradients = a.full(70);
        AdamWStep step = new AdamWStep(1, 0.5, 0.9, 0.95, 1e-8, 0, 1);
        MIXED.adamW(parameters, gradients, MIXED.allocate(70), MIXED.allocate(70), step);
        MIXED.parametersChanged(parameters);
        MIXED.linear(x, weight, null, y);
        float[] after = y.toFloats();
        assertNotEquals(before[0], after[0]);
        Tensor fresh = MIXED.allocate(5, 6).set(weight.toFloats());
        MIXED.linear(x, fresh, null, y);
        assertArrayEquals(y.toFloats(), after);
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "64, 160", "160, 64"})
    void muonMovesAsInFullPrecision(int rows, int columns) {
        Arguments a = new Arguments(MIXED);
        float[] gradients = a.full(rows, columns).toFloats();
        MuonStep step = new MuonStep(1, 0.95, 0, 1);
        Tensor mixed = MIXED.allocate(rows, columns);
        MIXED.muon(mixed, MIXED.allocate(rows, columns).set(gradients), MIXED.allocate(rows, columns), step);
        Tensor full = FULL.allocate(rows, columns);
        FULL.muon(full, FULL.allocate(rows, columns).set(gradients), FULL.allocate(rows, columns), step);
        assertEquals(0, distance(mixed.toFloats(), full.toFloats()), 0.05 * Math.sqrt(FULL.squaredNorm(full)));
    }

    private static double distance(float[] x, float[] y) {
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            squares += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(squares);
    }

    /**
     * The shapes of a real model: kernels for matrix units treat blocks of 16 and 32 otherwise than what is left over.
     */
    @ParameterizedTest
    @CsvSource({"16, 16", "32, 32", "31, 31", "64, 33", "128, 64", "128, 128"})
    void attentionOfLongerSequencesSeesNoLaterKey(int queries, int keys) {
        Arguments a = new Arguments(MIXED);
        AttentionShape shape = AttentionShape.uniform(2, 2, queries, keys, 32, false);
        Tensor qkv = a.activation(2L * Math.max(queries, keys), 192);
        Tensor q = qkv.columns(0, 64).rows(0, shape.queryRows());
        Tensor k = qkv.columns(64, 128).rows(0, 2L * keys);
        Tensor v = qkv.columns(128, 192).rows(0, 2L * keys);
        Tensor weights = a.activation(1, MIXED.attentionWeightsLength(shape));
        MIXED.attention(shape, new AttentionTensors(q, k, v, weights), null, a.activation(2L * queries, 64));
        double[] all = rowWeights(MIXED, shape, weights).toDoubles();
        for (int i = 0; i < all.length; i++) {
            int key = i % keys;
            int query = i / keys % queries;
            assertTrue(key > query ? all[i] == 0 : all[i] > 0, "query " + query + " gives key " + key + " " + all[i]);
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aFreshModelsLossAndGradientAreThoseOfSinglePrecision(Variant variant) {
        PaddedBatch batch = Golden.of(variant).batch();
        LanguageModel full = fresh(variant, FULL);
        LanguageModel mixed = fresh(variant, MIXED);
        int scored = batch.scoredTargets();
        double loss = full.accumulateGradients(batch.whole(), 1.0 / scored, 0, 0);
        assertEquals(1, mixed.accumulateGradients(batch.whole(), 1.0 / scored, 0, 0) / loss, 1e-3);
        double[] want = full.parameters().gradients().toDoubles();
        double[] got = mixed.parameters().gradients().toDoubles();
        double error = 0;
        double norm = 0;
        for (int i = 0; i < want.length; i++) {
            error += (got[i] - want[i]) * (got[i] - want[i]);
            norm += want[i] * want[i];
        }
        assertTrue(Math.sqrt(error / norm) < 2e-2, "relative error of the gradient " + Math.sqrt(error / norm));
    }

    private static LanguageModel fresh(Variant variant, Engine engine) {
        LanguageModel model = LanguageModel.create(Golden.of(variant).config(), engine, 0);
        model.parameters().initialize(1);
        return model;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void theSamePassTwiceGivesTheSameBits(Variant variant) {
        assertArrayEquals(gradients(variant), gradients(variant));
    }

    private static float[] gradients(Variant variant) {
        Golden golden = Golden.of(variant);
        LanguageModel model = golden.model(MIXED);
        model.accumulateGradients(golden.batch().whole(), 1, 0, 0);
        return model.parameters().gradients().toFloats();
    }

    @Test
    void otherTypesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> MIXED.allocate(NumberType.DOUBLE, 2, 3));
        assertThrows(IllegalArgumentException.class, () -> FULL.allocate(NumberType.BFLOAT16, 2, 3));
    }
}
