package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.golden.TinyModels;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TemperatureSamplerTest {
    private static final float[] LOGITS = {9, (float) Math.log(5), (float) Math.log(3), (float) Math.log(2), 0, 9};
    private static final int FROM = 1;
    private static final int COUNT = 3;
    private static final int DRAWS = 20_000;
    private static final double TOLERANCE = 0.015; // over four standard deviations of a share of 20,000 draws

    private static double[] shares(Sampler choice) {
        double[] shares = new double[COUNT];
        for (int position = 0; position < DRAWS; position++) {
            shares[choice.choose(LOGITS, FROM, COUNT, 0, position)] += 1.0 / DRAWS;
        }
        return shares;
    }

    private static void assertShares(double[] actual, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], TOLERANCE, Arrays.toString(actual));
        }
    }

    @Test
    void drawsFollowTheSoftmaxOfTheLogitsOverTheTemperature() {
        assertShares(shares(new TemperatureSampler(1, 0, 7)), 0.5, 0.3, 0.2);
        double sum = 25 + 9 + 4;
        assertShares(shares(new TemperatureSampler(0.5, 0, 7)), 25 / sum, 9 / sum, 4 / sum);
        assertShares(shares(new TemperatureSampler(1e9, 0, 7)), 1.0 / 3, 1.0 / 3, 1.0 / 3);
    }

    @Test
    void onlyTheMostProbableAreDrawn() {
        assertShares(shares(new TemperatureSampler(1, 2, 7)), 5 / 8.0, 3 / 8.0, 0);
        assertEquals(0, shares(new TemperatureSampler(1, 2, 7))[2]);
        assertEquals(1, shares(new TemperatureSampler(1e9, 1, 7))[0], 1e-9);
        assertShares(shares(new TemperatureSampler(1, 99, 7)), 0.5, 0.3, 0.2);
    }

    /** Computed apart from this code: of equal weights the draw's share of them. */
    @Test
    void theDrawsOfASeedNeverChange() {
        Sampler sampler = new TemperatureSampler(1, 0, 7);
        float[] equal = new float[1_000];
        assertEquals(980, sampler.choose(equal, 0, 1_000, 0, 0));
        assertEquals(615, sampler.choose(equal, 0, 1_000, 0, 1));
        assertEquals(694, sampler.choose(equal, 0, 1_000, 1, 0));
        assertEquals(650, sampler.choose(equal, 0, 1_000, 1, 1));
    }

    @Test
    void aVanishingTemperatureIsGreedy() {
        double[] shares = shares(new TemperatureSampler(Double.MIN_VALUE, 0, 7));
        assertEquals(1, shares[Sampler.GREEDY.choose(LOGITS, FROM, COUNT, 0, 0)], 1e-9);
    }

    @Test
    void numbersThatMeanNothingAreRefused() {
        for (double temperature : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new TemperatureSampler(temperature, 0, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> new TemperatureSampler(1, -1, 1));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void whatElseIsContinuedDoesNotChangeADraw(Engine engine, Variant variant) {
        ModelConfig config = TinyModels.config(variant, 9, 12, 2, 2, 8, 4);
        LanguageModel model = LanguageModel.create(config, engine, 0);
        model.parameters().initialize(5);
        Generator generator = new Generator(model, new TemperatureSampler(1, 0, 3));
        int[] prompt = {2, 3};
        String alone = continued(generator, List.of(prompt));
        assertEquals(alone, continued(generator, List.of(prompt, new int[] {4}, new int[] {5, 6, 7})));
        assertNotEquals(alone, continued(new Generator(model, new TemperatureSampler(1, 0, 4)), List.of(prompt)));
        assertTrue(alone.length() > "[2, 3]".length());
    }

    private static String continued(Generator generator, List<int[]> prompts) {
        return Arrays.toString(
                generator.generate(prompts, 20, sequence -> false).get(0).ids());
    }
}
