package charlm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VocabularyTest {
    private static final Path PATH = Path.of("corpus.txt");
    private static final String TEXT = "b𝄞a\nß\"a\\";

    @Test
    void idsAreTheSpecialsThenTheDistinctCodePointsAscending() {
        Vocabulary vocabulary = of(TEXT);
        assertEquals("□⁇\n\"\\abß𝄞", vocabulary.symbols());
        assertEquals(9, vocabulary.size());
        assertEquals(Vocabulary.PAD_ID, vocabulary.id(Vocabulary.PAD));
        assertEquals(Vocabulary.MASK_ID, vocabulary.id(Vocabulary.MASK));
        for (int id = 0; id < vocabulary.size(); id++) {
            assertEquals(id, vocabulary.id(vocabulary.decode(id).codePointAt(0)));
        }
    }

    @Test
    void decodingUndoesEncoding() {
        Vocabulary vocabulary = of(TEXT);
        int[] ids = vocabulary.encode(TEXT);
        assertArrayEquals(new int[] {6, 8, 5, 2, 7, 3, 5, 4}, ids);
        assertEquals(TEXT, vocabulary.decode(ids));
    }

    @Test
    void theSymbolsGiveTheSameVocabularyAgain() {
        Vocabulary vocabulary = of(TEXT);
        Vocabulary again = Vocabulary.ofSymbols(vocabulary.symbols());
        assertEquals(vocabulary, again);
        assertEquals(vocabulary.hashCode(), again.hashCode());
        assertEquals(
                vocabulary,
                Vocabulary.ofCodePoints("\n\"\\abß𝄞aab".codePoints().toArray()));
        assertNotEquals(vocabulary, of("ab"));
    }

    @Test
    void aCharacterOutsideHasNoId() {
        Vocabulary vocabulary = of("ab");
        assertEquals(Vocabulary.UNKNOWN, vocabulary.id('c'));
        String message = assertThrows(IllegalArgumentException.class, () -> vocabulary.encode("abc"))
                .getMessage();
        assertEquals("U+0063 'c' is not in the vocabulary of 4", message);
    }

    @ParameterizedTest
    @CsvSource({"'ab\nc□d', 2:2: U+25A1 '□' is reserved for padding", "'⁇', 1:1: U+2047 '⁇' is reserved for masks"})
    void aReservedCharacterInTheCorpusIsNamedWithItsPlace(String text, String problem) {
        String message = assertThrows(InputException.class, () -> of(text)).getMessage();
        assertTrue(message.startsWith("corpus.txt:" + problem), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "□", "⁇□", "□⁇ba", "□⁇aa", "□⁇a□", "□⁇a⁇", "□⁇\uD834", "□⁇\uD800", "□⁇\uDFFF"})
    void symbolsThatAreNoVocabularyAreRefused(String symbols) {
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.ofSymbols(symbols));
    }

    @Test
    void aDifferenceIsToldWithTheCharactersThatMake() {
        String difference = of("abcdefgh").describeDifference("the corpus", of("hi\n"), "the file");
        assertEquals(
                "the corpus has 10 symbols, the file has 5; only in the corpus: U+0061 'a', U+0062 'b', U+0063 'c', "
                        + "U+0064 'd', U+0065 'e' and 2 more; only in the file: U+000A, U+0069 'i'",
                difference);
        assertTrue(of("ab").describeDifference("a", of("abc"), "b").contains("only in a: none"));
        assertTrue(of("abcde").describeDifference("a", of("f"), "b").contains("U+0065 'e'; only in b: U+0066 'f'"));
    }

    private static Vocabulary of(String text) {
        return Vocabulary.of(Corpus.of(PATH, text));
    }
}
