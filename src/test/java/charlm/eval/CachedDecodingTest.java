package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.Vocabulary;
import charlm.golden.TinyModels;
import charlm.golden.WatchedEngine;
import charlm.model.CachedDecoding;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import charlm.tensor.RandomStream;
import charlm.tensor.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** CachedDecoding with kept keys and values gives what computing every prefix anew gives. */
class CachedDecodingTest {
    private static final int VOCAB_SIZE = 11;
    private static final int BLOCK_SIZE = 12;
    private static final int BOTTLENECK = 5;
    private static final int MORE_THAN_READ_TOGETHER = 19;
    private static final int SEVERAL_GROUPS = 300;

    /** Large enough weights that the most probable token differs from place to place. */
    private static LanguageModel model(Engine engine, Variant variant) {
        ModelConfig config = TinyModels.config(variant, VOCAB_SIZE, BLOCK_SIZE, 4, 2, 8, BOTTLENECK);
        return TinyModels.felt(config, engine, 0, 0.7);
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
                new Generator(model, Sampler.GREEDY).generate(prompts, count, sequence -> false);
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
        try (CachedDecoding decoding = model.startDecoding(2, BLOCK_SIZE)) {
            for (int position = 0; position < BLOCK_SIZE; position++) {
                decoding.decodeStep(first[position], second[position]);
                float[] both = decoding.logits().toFloats();
                float[] whole =
                        model.logits(first, 1, BLOCK_SIZE, new int[] {position}).toFloats();
                float[] other = model.logits(second, 1, BLOCK_SIZE, new int[] {position})
                        .toFloats();
                assertArrayEquals(Arrays.copyOf(whole, VOCAB_SIZE), Arrays.copyOf(both, VOCAB_SIZE), 1e-4f);
                assertArrayEquals(
                        Arrays.copyOf(other, VOCAB_SIZE), Arrays.copyOfRange(both, VOCAB_SIZE, 2 * VOCAB_SIZE), 1e-4f);
            }
            assertThrows(IllegalArgumentException.class, () -> decoding.decodeStep(0, 0));
        }
    }

    /** Up to and past the bottleneck, a first part is read at once, then some rows leave; rows may begin alike. */
    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void whatIsReadAtOnceAndWhoLeavesChangesNoLogits(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        RandomStream stream = RandomStream.of(6, Purpose.INITIALISATION, 0, 0);
        for (int alike : new int[] {0, 3, BOTTLENECK + 2, BLOCK_SIZE}) {
            int[] beginning = prompt(alike, stream);
            int[][] rows = new int[MORE_THAN_READ_TOGETHER][];
            Arrays.setAll(rows, row -> prompt(BLOCK_SIZE, stream));
            for (int[] row : rows) {
                System.arraycopy(beginning, 0, row, 0, alike);
            }
            requireSameLogits(model, rows);
        }
    }

    private static void requireSameLogits(LanguageModel model, int[][] sequences) {
        Map<int[], float[]> whole = wholeLogits(model, sequences);
        int last = sequences.length - 1;
        int[][] left = {sequences[0], sequences[3], sequences[4], sequences[last]};
        for (int length = 1; length < BLOCK_SIZE; length++) {
            try (CachedDecoding decoding = model.startDecoding(sequences.length, BLOCK_SIZE)) {
                decoding.prefill(firstOf(sequences, length), length);
                if (length % 2 == 0) {
                    decoding.decodeStep(at(sequences, length));
                    assertLogits(whole, sequences, length, decoding);
                    decoding.keepSequences(0, 3, 4, last);
                } else {
                    decoding.keepSequences(0, 3, 4, last);
                    decoding.decodeStep(at(left, length));
                    assertLogits(whole, left, length, decoding);
                }
                for (int position = length + 1; position < BLOCK_SIZE; position++) {
                    decoding.decodeStep(at(left, position));
                    assertLogits(whole, left, position, decoding);
                }
            }
        }
    }

    /** Of beginnings within the bottleneck, as long as it, and beyond it. */
    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void whatRowsBeginWithIsMultipliedOnce(Engine engine, Variant variant) {
        AtomicLong mostRows = new AtomicLong();
        LanguageModel model = model(WatchedEngine.projecting(engine, mostRows), variant);
        int[] row = prompt(BLOCK_SIZE, RandomStream.of(9, Purpose.INITIALISATION, 0, 0));
        int mostPositions = variant == Variant.PERCEIVER ? BOTTLENECK : BLOCK_SIZE;
        for (int alike : new int[] {3, BOTTLENECK, BOTTLENECK + 2}) {
            int[][] sequences = {row, row.clone(), row.clone()};
            sequences[1][alike] = (row[alike] + 1) % VOCAB_SIZE;
            for (int length = 1; length <= BLOCK_SIZE; length++) {
                mostRows.set(0);
                try (CachedDecoding decoding = model.startDecoding(sequences.length, BLOCK_SIZE)) {
                    decoding.prefill(firstOf(sequences, length), length);
                }
                int positions = Math.min(length, mostPositions);
                int shared = Math.min(positions, alike);
                assertEquals(shared + sequences.length * (positions - shared), mostRows.get());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void aSingleTokenOfASingleRowIsReadAtOnceAsWell(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        int[][] rows = {prompt(BLOCK_SIZE, RandomStream.of(8, Purpose.INITIALISATION, 0, 0))};
        Map<int[], float[]> whole = wholeLogits(model, rows);
        try (CachedDecoding decoding = model.startDecoding(1, BLOCK_SIZE)) {
            decoding.prefill(firstOf(rows, 1), 1);
            for (int position = 1; position < BLOCK_SIZE; position++) {
                decoding.decodeStep(at(rows, position));
                assertLogits(whole, rows, position, decoding);
            }
        }
    }

    private static int[] firstOf(int[][] rows, int length) {
        return Arrays.stream(rows)
                .flatMapToInt(row -> Arrays.stream(row, 0, length))
                .toArray();
    }

    private static int[] at(int[][] rows, int position) {
        return Arrays.stream(rows).mapToInt(row -> row[position]).toArray();
    }

    private static Map<int[], float[]> wholeLogits(LanguageModel model, int[][] rows) {
        int[] positions = IntStream.range(0, BLOCK_SIZE).toArray();
        Map<int[], float[]> logits = new IdentityHashMap<>();
        for (int[] row : rows) {
            logits.put(row, model.logits(row, 1, BLOCK_SIZE, positions).toFloats());
        }
        return logits;
    }

    private static void assertLogits(Map<int[], float[]> whole, int[][] rows, int position, CachedDecoding decoding) {
        float[] all = decoding.logits().toFloats();
        for (int row = 0; row < rows.length; row++) {
            int from = position * VOCAB_SIZE;
            assertArrayEquals(
                    Arrays.copyOfRange(whole.get(rows[row]), from, from + VOCAB_SIZE),
                    Arrays.copyOfRange(all, row * VOCAB_SIZE, (row + 1) * VOCAB_SIZE),
                    1e-4f,
                    "row " + row + " at " + position);
        }
    }

    /** Groups of several sizes, whose sequences end at different times, on one thread and on several. */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void answersDoNotDependOnTheNumberOfWorkers(Variant variant) {
        RandomStream stream = RandomStream.of(7, Purpose.INITIALISATION, 0, 0);
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < SEVERAL_GROUPS; i++) {
            prompts.add(prompt(1 + i % (BLOCK_SIZE + 1), stream));
        }
        List<List<int[]>> answers = new ArrayList<>();
        for (int threads : new int[] {1, 2, 3}) {
            try (Engine engine = Engines.open(EngineChoice.AUTO, threads)) {
                answers.add(new Generator(model(engine, variant), Sampler.GREEDY)
                        .generate(prompts, BLOCK_SIZE, CachedDecodingTest::endsWithFirst).stream()
                                .map(TokenSequence::ids)
                                .toList());
            }
        }
        for (int i = 0; i < prompts.size(); i++) {
            assertArrayEquals(answers.get(0).get(i), answers.get(1).get(i));
            assertArrayEquals(answers.get(0).get(i), answers.get(2).get(i));
        }
        try (Engine engine = Engines.open(EngineChoice.AUTO, 1)) {
            LanguageModel model = model(engine, variant);
            for (int i = 0; i < prompts.size(); i += 7) {
                int[] answer = answers.get(0).get(i);
                int count = answer.length - prompts.get(i).length;
                assertArrayEquals(continuedWithoutKeeping(model, prompts.get(i), count), answer);
                assertTrue(count == BLOCK_SIZE || answer[answer.length - 1] == 0);
            }
        }
    }

    private static boolean endsWithFirst(TokenSequence sequence) {
        int[] ids = sequence.ids();
        return ids[ids.length - 1] == 0;
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void impossibleDecodingsAreRefused(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        assertThrows(IllegalArgumentException.class, () -> model.startDecoding(0, 3));
        assertThrows(IllegalArgumentException.class, () -> model.startDecoding(1, BLOCK_SIZE + 1));
        try (CachedDecoding decoding = model.startDecoding(2, 3)) {
            assertThrows(IllegalArgumentException.class, () -> decoding.decodeStep(Vocabulary.MASK_ID));
            assertThrows(IllegalArgumentException.class, () -> decoding.prefill(new int[8], 4));
            assertThrows(IllegalArgumentException.class, () -> decoding.prefill(new int[3], 2));
            assertThrows(IllegalArgumentException.class, () -> decoding.keepSequences(1, 0));
            assertThrows(IllegalArgumentException.class, () -> decoding.keepSequences(2));
            decoding.decodeStep(0, 0);
            assertThrows(IllegalArgumentException.class, () -> decoding.prefill(new int[2], 1));
        }
    }
}
