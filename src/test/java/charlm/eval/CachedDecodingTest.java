package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.data.Vocabulary;
import charlm.model.Decoding;
import charlm.model.LanguageModel;
import charlm.model.ModelConfig;
import charlm.model.Variant;
import charlm.nn.Parameter;
import charlm.tensor.Engine;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding with kept keys and values gives what computing every prefix anew gives. */
class CachedDecodingTest {
    private static final int VOCAB_SIZE = 11;
    private static final int BLOCK_SIZE = 12;
    private static final int BOTTLENECK = 5;

    /** Large enough weights that the most probable token differs from place to place. */
    private static LanguageModel model(Engine engine, Variant variant) {
        int bottleneck = variant == Variant.PERCEIVER ? BOTTLENECK : 0;
        LanguageModel model =
                LanguageModel.create(new ModelConfig(variant, VOCAB_SIZE, BLOCK_SIZE, 4, 2, 8, bottleneck), engine, 0);
        RandomStream stream = RandomStream.of(3, Purpose.INITIALISATION, 0, 0);
        for (Parameter parameter : model.parameters().list()) {
            double[] values = new double[(int) parameter.length()];
            Arrays.setAll(values, i -> 0.7 * stream.nextGaussian());
            parameter.value().set(values);
        }
        return model;
    }

    private static int[] prompt(int length, RandomStream stream) {
        int[] prompt = new int[length];
        Arrays.setAll(prompt, i -> stream.nextInt(0, VOCAB_SIZE - 1));
        return prompt;
    }

    private static int[] continuedWithoutKeeping(LanguageModel model, int[] prompt, int count) {
        int[] ids = prompt;
        for (int i = 0; i < count; i++) {
            int[] context = Arrays.copyOfRange(ids, Math.max(0, ids.length - BLOCK_SIZE), ids.length);
            float[] logits = model.logits(context, 1, context.length, new int[] {context.length - 1})
                    .toFloats();
            int best = 0;
            for (int id = 1; id < VOCAB_SIZE; id++) {
                best = logits[id] > logits[best] ? id : best;
            }
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = best;
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void everyPromptIsContinuedAsIfEveryPrefixWereComputedAnew(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        RandomStream stream = RandomStream.of(4, Purpose.INITIALISATION, 0, 0);
        List<int[]> prompts = new ArrayList<>();
        for (int length = 1; length <= BLOCK_SIZE + 3; length++) { // around the bottleneck, the block size, and beyond
            prompts.add(prompt(length, stream));
        }
        int count = BLOCK_SIZE;
        List<TokenSequence> continued =
                new Generator(model, TokenChoice.GREEDY).generate(prompts, count, sequence -> false);
        for (int i = 0; i < prompts.size(); i++) {
            assertArrayEquals(
                    continuedWithoutKeeping(model, prompts.get(i), count),
                    continued.get(i).ids(),
                    "prompt of " + prompts.get(i).length);
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void everyPositionsLogitsAreThoseOfTheWholeSequence(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        RandomStream stream = RandomStream.of(5, Purpose.INITIALISATION, 0, 0);
        int[] first = prompt(BLOCK_SIZE, stream);
        int[] second = prompt(BLOCK_SIZE, stream);
        Decoding decoding = model.startDecoding(2, BLOCK_SIZE);
        for (int position = 0; position < BLOCK_SIZE; position++) {
            decoding.append(first[position], second[position]);
            float[] both = decoding.logits().toFloats();
            float[] whole =
                    model.logits(first, 1, BLOCK_SIZE, new int[] {position}).toFloats();
            float[] other =
                    model.logits(second, 1, BLOCK_SIZE, new int[] {position}).toFloats();
            assertArrayEquals(Arrays.copyOf(whole, VOCAB_SIZE), Arrays.copyOf(both, VOCAB_SIZE), 1e-4f);
            assertArrayEquals(
                    Arrays.copyOf(other, VOCAB_SIZE), Arrays.copyOfRange(both, VOCAB_SIZE, 2 * VOCAB_SIZE), 1e-4f);
        }
        assertThrows(IllegalArgumentException.class, () -> decoding.append(0, 0));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void impossibleDecodingsAreRefused(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        assertThrows(IllegalArgumentException.class, () -> model.startDecoding(0, 3));
        assertThrows(IllegalArgumentException.class, () -> model.startDecoding(1, BLOCK_SIZE + 1));
        Decoding decoding = model.startDecoding(2, 3);
        assertThrows(IllegalArgumentException.class, () -> decoding.append(Vocabulary.MASK_ID));
    }
}
