package charlm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SpanCorruptionDatasetTest {
    private static final Path PATH = Path.of("corpus.txt");
    private static final int BLOCK_SIZE = 16;
    private static final Corpus CORPUS = Corpus.of(PATH, "a first document\nno 𝄞 2\n\nthe last, a longer one\n");
    private static final Vocabulary VOCABULARY = Vocabulary.of(CORPUS);

    @Test
    void everyExampleIsItsDocumentsPrefixWithASpanMovedBehind() {
        SpanCorruptionDataset dataset = new SpanCorruptionDataset(CORPUS, VOCABULARY, BLOCK_SIZE, 1);
        for (int epoch = 0; epoch < 200; epoch++) {
            for (int index = 0; index < dataset.size(); index++) {
                Example example = dataset.example(epoch, index);
                String s = text(example);
                String[] parts = s.split("⁇", -1);
                assertEquals(3, parts.length, s);
                String restored = parts[0] + parts[2] + parts[1]; // prefix, masked, suffix
                assertTrue(CORPUS.document(index).startsWith(restored), s);
                int kept = restored.codePointCount(0, restored.length());
                assertTrue(kept == CORPUS.documentLength(index) || kept >= Span.MIN_PREFIX, s);
            }
        }
    }

    /** Returns s: the first input, then all targets. */
    private static String text(Example example) {
        assertArrayEquals(Arrays.copyOfRange(example.ids(), 1, example.ids().length), example.targets());
        assertTrue(example.length() <= BLOCK_SIZE);
        return VOCABULARY.decode(example.ids());
    }

    @Test
    void anExampleDependsOnSeedEpochAndIndexAlone() {
        SpanCorruptionDataset one = new SpanCorruptionDataset(CORPUS, VOCABULARY, BLOCK_SIZE, 1);
        SpanCorruptionDataset same = new SpanCorruptionDataset(CORPUS, VOCABULARY, BLOCK_SIZE, 1);
        SpanCorruptionDataset other = new SpanCorruptionDataset(CORPUS, VOCABULARY, BLOCK_SIZE, 2);
        int[] first = one.example(3, 0).ids();
        one.example(9, 1);
        assertArrayEquals(first, one.example(3, 0).ids());
        assertArrayEquals(first, same.example(3, 0).ids());
        assertTrue(differSomewhere(one, 3, one, 4), "epochs");
        assertTrue(differSomewhere(one, 3, other, 3), "seeds");
    }

    /** Computed apart from this code; a change here makes a resumed run differ from one that was never stopped. */
    @Test
    void theExamplesOfASeedNeverChange() {
        String letters = "abcdefghijklmnopqrstuvwxyz";
        Corpus corpus = Corpus.of(PATH, letters + "\n" + letters);
        Vocabulary vocabulary = Vocabulary.of(corpus);
        SpanCorruptionDataset dataset = new SpanCorruptionDataset(corpus, vocabulary, BLOCK_SIZE, 1);
        assertEquals("abc⁇ef⁇d", vocabulary.decode(dataset.example(0, 0).ids()));
        assertEquals("a⁇cdefgh⁇b", vocabulary.decode(dataset.example(1, 0).ids()));
        assertEquals("abcdefghij⁇n⁇klm", vocabulary.decode(dataset.example(0, 1).ids()));
    }

    private static boolean differSomewhere(Dataset a, int epochOfA, Dataset b, int epochOfB) {
        for (int index = 0; index < a.size(); index++) {
            if (!Arrays.equals(
                    a.example(epochOfA, index).ids(), b.example(epochOfB, index).ids())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theLongestPrefixFitsEveryBlockSize() {
        for (int blockSize = 5; blockSize <= 300; blockSize++) {
            int n = Span.maxPrefix(blockSize);
            int[] document = new int[n];
            Arrays.fill(document, 2);
            Example example = SpanCorruptionDataset.corrupt(document, new Span(n, 1, 0));
            long characters =
                    Arrays.stream(example.targets()).filter(id -> id == 2).count();
            assertTrue(example.length() <= blockSize, "block size " + blockSize);
            assertEquals(n, characters, "block size " + blockSize); // y lacks the first symbol of s, a mask here
        }
    }

    @Test
    void whateverIsDrawnOfADocumentOfAnyLengthAMaskIsScored() {
        for (int blockSize = SpanCorruptionDataset.MIN_BLOCK_SIZE; blockSize <= 20; blockSize++) {
            for (int n = Span.MIN_PREFIX; n <= Span.maxPrefix(blockSize); n++) {
                for (int masked = 1; masked <= Span.maxMasked(n); masked++) {
                    for (int start = 0; start <= Span.maxStart(n); start++) {
                        requireScoredMask(new Span(n, masked, start), blockSize);
                    }
                }
            }
        }
    }

    private static void requireScoredMask(Span span, int blockSize) {
        for (int length = 0; length <= span.prefixLength(); length++) {
            int[] document = new int[length];
            Arrays.fill(document, 2);
            Example example = SpanCorruptionDataset.corrupt(document, span);
            assertTrue(
                    Arrays.stream(example.targets()).anyMatch(id -> id == Vocabulary.MASK_ID),
                    span + " of a document of " + length + ", block size " + blockSize);
        }
    }

    @Test
    void everyDocumentIsAnExampleTheEmptyLastOneToo() {
        SpanCorruptionDataset dataset = new SpanCorruptionDataset(CORPUS, VOCABULARY, BLOCK_SIZE, 1);
        assertEquals(5, dataset.size());
        assertEquals(BLOCK_SIZE, dataset.width());
        assertEquals("⁇⁇", VOCABULARY.decode(dataset.example(0, 4).ids()));
    }

    @Test
    void aCharacterOutsideTheVocabularyIsNamedWithLineAndColumn() {
        Vocabulary small =
                Vocabulary.ofCodePoints(" \nacdefghilmnorstu,2".codePoints().toArray());
        String message = assertThrows(
                        InputException.class, () -> new SpanCorruptionDataset(CORPUS, small, BLOCK_SIZE, 1))
                .getMessage();
        assertTrue(message.startsWith("corpus.txt:2:4: U+1D11E '𝄞' is not in the vocabulary"), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void aBlockTooSmallForASpanIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new SpanCorruptionDataset(CORPUS, VOCABULARY, 4, 1))
                .getMessage();
        assertEquals("blockSize must be at least 5, got blockSize=4", message);
    }
}
