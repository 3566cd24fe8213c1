package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import charlm.golden.TinyModels;
import charlm.golden.WatchedEngine;
import charlm.model.CachedDecoding;
import charlm.model.LanguageModel;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding frees its memory when it is done, not when the garbage collector finds it. */
final class DecodingMemoryTest {
    private static final int BLOCK_SIZE = 12;
    private static final int DECODINGS = 3;

    private static LanguageModel model(Engine engine, Variant variant) {
        LanguageModel model = LanguageModel.create(TinyModels.config(variant, 11, BLOCK_SIZE, 3, 2, 8, 5), engine, 0);
        model.parameters().initialize(1);
        return model;
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void nothingIsLeftOfAnyDecoding(Engine engine, Variant variant) {
        List<Tensor> taken = new ArrayList<>();
        Generator generator =
                new Generator(model(WatchedEngine.allocating(engine, taken::add), variant), Sampler.GREEDY);
        taken.clear(); // the model's own
        for (int i = 0; i < DECODINGS; i++) {
            generator.generate(List.of(new int[BLOCK_SIZE - 3], new int[BLOCK_SIZE - 2]), 2, sequence -> false);
        }
        assertFalse(taken.isEmpty());
        assertEquals(
                0, taken.stream().filter(tensor -> !tensor.storage().isFreed()).count());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void closingTwiceTakesNothingFromTheNext(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        float[] expected = logits(model.startDecoding(1, 2), engine);
        CachedDecoding closed = model.startDecoding(1, 2);
        logits(closed, engine);
        CachedDecoding next = model.startDecoding(1, 2);
        closed.close();
        assertArrayEquals(expected, logits(next, engine));
    }

    /** Returns the logits after some tokens and closes. */
    private static float[] logits(CachedDecoding decoding, Engine engine) {
        try (decoding) {
            decoding.decodeStep(3);
            decoding.decodeStep(4);
            return engine.toFloats(decoding.logits());
        }
    }
}
