package charlm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.golden.Golden;
import charlm.nn.AttentionMap;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AttentionMapTest {
    private static final double TOLERANCE = 1e-5;
    private static final int[] IDS = {3, 7, 1, 12, 5, 9, 2, 2, 14, 6};

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void everyLayerHasItsMapFromTheInputOn(Engine engine, Variant variant) {
        List<String> maps = Golden.of(variant).model(engine).attentionMaps(IDS).stream()
                .map(map -> map.name() + " " + map.heads() + " x " + map.queries() + " x " + map.keys())
                .toList();
        assertEquals(
                switch (variant) {
                    case VANILLA -> List.of("blocks.0.attn 4 x 10 x 10", "blocks.1.attn 4 x 10 x 10");
                    case PERCEIVER ->
                        List.of(
                                "down_block.attn 4 x 8 x 8",
                                "blocks.0.attn 4 x 8 x 8",
                                "blocks.1.attn 4 x 8 x 8",
                                "up_block.attn 4 x 10 x 8");
                },
                maps);
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void everyQuerySpreadsOneOverTheKeysItMaySee(Engine engine, Variant variant) {
        for (AttentionMap map : Golden.of(variant).model(engine).attentionMaps(IDS)) {
            for (int row = 0; row < map.heads() * map.queries(); row++) {
                float[] weights = Arrays.copyOfRange(map.weights(), row * map.keys(), (row + 1) * map.keys());
                double sum = 0;
                for (int key = 0; key < map.keys(); key++) {
                    assertTrue(weights[key] >= 0 && (weights[key] > 0) == (key <= row % map.queries()), map.name());
                    sum += weights[key];
                }
                assertEquals(1, sum, TOLERANCE, map.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void whatFollowsDoesNotChangeWhatWasLookedAt(Engine engine, Variant variant) {
        LanguageModel model = Golden.of(variant).model(engine);
        List<AttentionMap> whole = model.attentionMaps(IDS);
        List<AttentionMap> beginning = model.attentionMaps(Arrays.copyOf(IDS, 6));
        for (int layer = 0; layer < whole.size(); layer++) {
            AttentionMap longer = whole.get(layer);
            AttentionMap shorter = beginning.get(layer);
            for (int head = 0; head < longer.heads(); head++) {
                for (int query = 0; query < shorter.queries(); query++) {
                    assertArrayEquals(
                            row(shorter, head, query, shorter.keys()), row(longer, head, query, shorter.keys()), (float)
                                    TOLERANCE);
                }
            }
        }
    }

    private static float[] row(AttentionMap map, int head, int query, int keys) {
        int from = (head * map.queries() + query) * map.keys();
        return Arrays.copyOfRange(map.weights(), from, from + keys);
    }
}
