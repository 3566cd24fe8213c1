package charlm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.golden.Golden;
import charlm.model.LanguageModel;
import charlm.nn.Parameter;
import charlm.nn.ParameterSet;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.nd4j.Nd4jEngine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ParameterRangeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void partsCoverAStretchOnceAndDifferByOneAtMost(int parts) {
        ParameterRange whole = new ParameterRange(10, 30, true);
        long next = whole.from();
        for (int i = 0; i < parts; i++) {
            ParameterRange part = whole.part(i, parts);
            assertEquals(next, part.from());
            assertTrue(Math.abs(part.length() - 20 / parts) <= 1);
            next = part.to();
        }
        assertEquals(whole.to(), next);
    }

    @Test
    void everyParameterButThoseLeftOutLiesInOneStretchThatDecaysAsItDoes() {
        try (Engine engine = new Nd4jEngine(NumberType.FLOAT, 1)) {
            ParameterSet parameters = LanguageModel.create(
                            Golden.of(Variant.VANILLA).config(), engine, 0)
                    .parameters();
            List<ParameterRange> stretches = ParameterRange.without(parameters.hiddenMatrices(), parameters);
            for (Parameter parameter : parameters.list()) {
                long from = parameter.value().offset() - parameters.values().offset();
                long holders = stretches.stream()
                        .filter(stretch -> stretch.from() <= from && from + parameter.length() <= stretch.to())
                        .filter(stretch -> stretch.decays() == parameter.decays())
                        .count();
                assertEquals(parameters.hiddenMatrices().contains(parameter) ? 0 : 1, holders, parameter.name());
            }
            assertEquals(2, ParameterRange.without(List.of(), parameters).size());
        }
    }
}
