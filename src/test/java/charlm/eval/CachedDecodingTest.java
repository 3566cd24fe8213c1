package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** Decoding with a cache gives what computing every context without one gives. */
class CachedDecodingTest {
    private static final int VOCAB_SIZE = 11;
    private static final int BLOCK_SIZE = 10;
    private static final int BOTTLENECK = 4;
    private static final int MORE_THAN_A_PREFILL = 18;
    private static final int SEVERAL_BATCHES = 260;

    /** Large enough weights that the most probable token differs from place to place. */
    private static LanguageModel model(Engine engine, Variant variant) {
        ModelConfig config = TinyModels.config(variant, VOCAB_SIZE, BLOCK_SIZE, 3, 2, 8, BOTTLENECK);
        return TinyModels.felt(config, engine, 0, 0.7);
    }

    private static int[] prompt(int length, RandomStream stream) {
        int[] prompt = new int[length];
        Arrays.setAll(prompt, i -> stream.nextInt(0, VOCAB_SIZE - 1));
        return prompt;
    }

    private static int[] continuedWithoutCache(LanguageModel model, int[] prompt, int count) {
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
    void everyPromptIsContinuedAsWithoutACache(Engine engine, Variant variant) {
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
                    continuedWithoutCache(model, prompts.get(i), count),
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

    /** Prefills up to and past the bottleneck, after which some sequences leave; sequences may begin alike. */
    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void prefillsAndSequencesThatLeaveChangeNoLogits(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        RandomStream stream = RandomStream.of(6, Purpose.INITIALISATION, 0, 0);
        for (int alike : new int[] {0, 3, BOTTLENECK + 2, BLOCK_SIZE}) {
            int[] beginning = prompt(alike, stream);
            int[][] sequences = new int[MORE_THAN_A_PREFILL][];
            Arrays.setAll(sequences, sequence -> prompt(BLOCK_SIZE, stream));
            for (int[] sequence : sequences) {
                System.arraycopy(beginning, 0, sequence, 0, alike);
            }
            requireSameLogits(model, sequences);
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

    /** The prefix lies within the bottleneck, is as long, or longer. */
    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void thePrefixOfAllSequencesIsMultipliedOnce(Engine engine, Variant variant) {
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
    void aSingleTokenOfASingleSequenceIsPrefilledAsWell(Engine engine, Variant variant) {
        LanguageModel model = model(engine, variant);
        int[][] sequences = {prompt(BLOCK_SIZE, RandomStream.of(8, Purpose.INITIALISATION, 0, 0))};
        Map<int[], float[]> whole = wholeLogits(model, sequences);
        try (CachedDecoding decoding = model.startDecoding(1, BLOCK_SIZE)) {
            decoding.prefill(firstOf(sequences, 1), 1);
            for (int position = 1; position < BLOCK_SIZE; position++) {
                decoding.decodeStep(at(sequences, position));
                assertLogits(whole, sequences, position, decoding);
            }
        }
    }

    private static int[] firstOf(int[][] sequences, int length) {
        return Arrays.stream(sequences)
                .flatMapToInt(sequence -> Arrays.stream(sequence, 0, length))
                .toArray();
    }

    private static int[] at(int[][] sequences, int position) {
        return Arrays.stream(sequences).mapToInt(sequence -> sequence[position]).toArray();
    }

    private static Map<int[], float[]> wholeLogits(LanguageModel model, int[][] sequences) {
        int[] positions = IntStream.range(0, sequences.length * BLOCK_SIZE).toArray();
        float[] all = model.logits(firstOf(sequences, BLOCK_SIZE), sequences.length, BLOCK_SIZE, positions)
                .toFloats();
        int length = BLOCK_SIZE * VOCAB_SIZE;
        Map<int[], float[]> logits = new IdentityHashMap<>();
        for (int i = 0; i < sequences.length; i++) {
            logits.put(sequences[i], Arrays.copyOfRange(all, i * length, (i + 1) * length));
        }
        return logits;
    }

    private static void assertLogits(
            Map<int[], float[]> whole, int[][] sequences, int position, CachedDecoding decoding) {
        float[] all = decoding.logits().toFloats();
        for (int row = 0; row < sequences.length; row++) {
            int from = position * VOCAB_SIZE;
            assertArrayEquals(
                    Arrays.copyOfRange(whole.get(sequences[row]), from, from + VOCAB_SIZE),
                    Arrays.copyOfRange(all, row * VOCAB_SIZE, (row + 1) * VOCAB_SIZE),
                    1e-4f,
                    "sequence " + row + " at " + position);
        }
    }

    /** Batches of several sizes, whose sequences end at different times, on one thread and on several. */
    @ParameterizedTest
    @EnumSource(Variant.class)
    void answersDoNotDependOnTheNumberOfWorkers(Variant variant) {
        RandomStream stream = RandomStream.of(7, Purpose.INITIALISATION, 0, 0);
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < SEVERAL_BATCHES; i++) {
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
            for (int i = 0; i < prompts.size(); i += 23) { // of every length
                int[] answer = answers.get(0).get(i);
                int count = answer.length - prompts.get(i).length;
                assertArrayEquals(continuedWithoutCache(model, prompts.get(i), count), answer);
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
        assertThrows(IllegalArgumentException.class, () -> model.startDecoding(1, 0));
        try (CachedDecoding shortest = model.startDecoding(1, 1)) {
            assertTrue(shortest.hasRoom());
            shortest.decodeStep(0);
            assertFalse(shortest.hasRoom());
        }
        assertThrows(IllegalArgumentException.class, () -> model.startDecoding(1, BLOCK_SIZE + 1));
        try (CachedDecoding decoding = model.startDecoding(2, 3)) {
            assertThrows(IllegalArgumentException.class, () -> decoding.decodeStep(Vocabulary.MASK_ID));
            assertThrows(IllegalArgumentException.class, () -> decoding.prefill(new int[8], 4));
            assertThrows(IllegalArgumentException.class, () -> decoding.prefill(new int[3], 2));
            assertThrows(IllegalArgumentException.class, () -> decoding.keepSequences(1, 0));
            assertThrows(IllegalArgumentException.class, () -> decoding.keepSequences(2));
            assertThrows(IllegalArgumentException.class, () -> decoding.keepSequences(1, 1));
            assertThrows(IllegalArgumentException.class, () -> decoding.keepSequences(-1, 1));
            decoding.decodeStep(0, 0);
            assertThrows(IllegalArgumentException.class, () -> decoding.prefill(new int[2], 1));
        }
    }
}
