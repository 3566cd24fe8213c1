package charlm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.golden.TinyModels;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.nd4j.Nd4jEngine;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The weights that training starts from; the basis of the perceiver is tested with the laws of models. */
final class FreshWeightsTest {
    private static final double DEVIATION = 0.02;
    private static final double WITHIN_ONE_DEVIATION = 0.6827; // of a normal distribution
    private static final double STANDARD_ERRORS = 5;
    private static final int COMPARED = 8;
    private static final double FLOAT_NOISE = 1e-8;

    private final Engine engine = new Nd4jEngine(NumberType.FLOAT, 1);

    @AfterEach
    void close() {
        engine.close();
    }

    private List<Parameter> fresh(Variant variant) {
        LanguageModel model = LanguageModel.create(TinyModels.config(variant, 64, 16, 3, 2, 64, 8), engine, 0);
        model.parameters().initialize(1);
        return model.parameters().list();
    }

    private List<Parameter> matrices(Variant variant) {
        return fresh(variant).stream()
                .filter(parameter -> parameter.shape().length == 2)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void matricesAreNormalWithDeviationTwoHundredths(Variant variant) {
        List<Parameter> matrices = matrices(variant);
        assertEquals(2 + 6 * 3, matrices.size()); // embedding and head, six in each layer
        for (Parameter matrix : matrices) {
            double[] values = matrix.value().toDoubles();
            double count = values.length;
            double mean = Arrays.stream(values).average().orElseThrow();
            double squares = Arrays.stream(values).map(value -> value * value).sum();
            double within = Arrays.stream(values)
                    .filter(value -> Math.abs(value) < DEVIATION)
                    .count();
            double shareError = Math.sqrt(WITHIN_ONE_DEVIATION * (1 - WITHIN_ONE_DEVIATION) / count);
            assertEquals(0, mean, STANDARD_ERRORS * DEVIATION / Math.sqrt(count), matrix.name());
            assertEquals(
                    DEVIATION,
                    Math.sqrt(squares / count),
                    STANDARD_ERRORS * DEVIATION / Math.sqrt(2 * count),
                    matrix.name());
            assertEquals(WITHIN_ONE_DEVIATION, within / count, STANDARD_ERRORS * shareError, matrix.name());
        }
    }

    /** Computed apart from this code. */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void theWeightsOfASeedNeverChange(Variant variant) {
        assertBegins("tok_emb.weight", variant, 0.0300614732, -0.0380996176, -0.0258628218);
        assertBegins("head.weight", variant, -0.0018400755, 0.0430382705, -0.0071126415);
    }

    private void assertBegins(String name, Variant variant, double... expected) {
        Parameter parameter = fresh(variant).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        double[] actual = Arrays.copyOf(parameter.value().toDoubles(), expected.length);
        assertArrayEquals(expected, actual, FLOAT_NOISE);
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void everyMatrixIsDrawnFromAStreamOfItsOwn(Variant variant) {
        Set<List<Float>> beginnings = new HashSet<>();
        for (Parameter matrix : matrices(variant)) {
            float[] values = matrix.value().toFloats();
            List<Float> beginning =
                    IntStream.range(0, COMPARED).mapToObj(i -> values[i]).toList();
            assertTrue(beginnings.add(beginning), () -> matrix + " begins as one before it");
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void gainsAreOneAndBiasesAndPositionsZero(Variant variant) {
        int checked = 0;
        for (Parameter parameter : fresh(variant)) {
            boolean isVector = parameter.shape().length == 1;
            if (isVector || parameter.name().equals("pos_emb")) {
                float[] expected = new float[(int) parameter.length()];
                Arrays.fill(expected, isVector && parameter.name().endsWith(".weight") ? 1 : 0);
                assertArrayEquals(expected, parameter.value().toFloats(), parameter.name());
                checked++;
            }
        }
        int bases = variant == Variant.PERCEIVER ? 1 : 0;
        assertEquals(fresh(variant).size(), checked + matrices(variant).size() + bases);
    }
}
