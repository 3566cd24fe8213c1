package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.data.Vocabulary;
import charlm.golden.TinyModels;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class GeneratorTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final Vocabulary VOCABULARY =
            Vocabulary.ofCodePoints(LETTERS.codePoints().toArray());

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void everyPromptOfEveryLengthIsContinuedInItsPlace(Engine engine) {
        Generator generator = new Generator(ChainModel.following(engine, VOCABULARY, LETTERS + "a"), Sampler.GREEDY);
        List<int[]> prompts = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 150; i++) { // more than one batch, and some beyond the block size
            int length = 1 + i * 7 % 40;
            int last = i % LETTERS.length();
            String prompt = "x".repeat(length - 1) + LETTERS.charAt(last);
            prompts.add(VOCABULARY.encode(prompt));
            expected.add(prompt + (LETTERS + LETTERS).substring(last + 1, last + 6));
        }
        List<TokenSequence> generated = generator.generate(prompts, 5, sequence -> false);
        assertEquals(
                expected,
                generated.stream().map(s -> VOCABULARY.decode(s.ids())).toList());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void aFinishedSequenceGrowsNoMore(Engine engine) {
        Generator generator = new Generator(ChainModel.following(engine, VOCABULARY, LETTERS), Sampler.GREEDY);
        List<int[]> prompts = List.of(VOCABULARY.encode("b"), VOCABULARY.encode("u"), VOCABULARY.encode("e"));
        int stop = VOCABULARY.id('f');
        List<TokenSequence> generated = generator.generate(prompts, 4, sequence -> sequence.find(stop, 1) >= 0);
        assertEquals(
                List.of("bcdef", "uvwxy", "ef"),
                generated.stream().map(s -> VOCABULARY.decode(s.ids())).toList());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void amongEquallyProbableTokensTheLowestIdIsTaken(Engine engine, Variant variant) {
        ModelConfig config = TinyModels.config(variant, VOCABULARY.size(), 8, 2, 1, 4, 3);
        LanguageModel zeros = LanguageModel.create(config, engine, 0);
        TokenSequence sequence = new Generator(zeros, Sampler.GREEDY)
                .generate(List.of(new int[] {5}), 2, s -> false)
                .get(0);
        assertArrayEquals(new int[] {5, 0, 0}, sequence.ids());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "128, 1", "129, 2", "384, 3", "385, 4", "10000, 4"})
    void noMoreWorkersTakePartThanThereAreBatches(int sequences, int workers) {
        assertEquals(workers, Generator.workers(4, sequences));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void anEmptyPromptIsRefused(Engine engine) {
        Generator generator = new Generator(ChainModel.following(engine, VOCABULARY, LETTERS), Sampler.GREEDY);
        List<int[]> prompts = List.of(new int[0]);
        assertThrows(IllegalArgumentException.class, () -> generator.generate(prompts, 1, s -> false));
        assertEquals(List.of(), generator.generate(List.of(), 1, s -> false));
    }
}
