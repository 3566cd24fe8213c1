package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Input that cannot be used is refused in one line that names the file and the place in it. */
final class BadInputTest {
    private static final int BLOCK_SIZE = 32;
    private static final Vocabulary LETTERS = Vocabulary.ofCodePoints(
            "abcdefghijklmnopqrstuvwxyzABW ?\n".codePoints().toArray());

    @TempDir
    private Path folder;

    @Test
    void aMissingFileAndAFolderAreNamed() {
        refused(() -> Corpus.read(folder.resolve("none.txt")), "none.txt");
        refused(() -> Corpus.read(folder), folder.toString());
    }

    @Test
    void anEmptyCorpusIsRefused() throws IOException {
        Path file = write("empty.txt", "");
        refused(() -> Corpus.read(file), "empty.txt", "empty");
    }

    @Test
    void badUtf8IsNamedWithItsByteOffset() throws IOException {
        Path file = folder.resolve("bad.txt");
        Files.write(file, new byte[] {'a', 'b', '\n', (byte) 0xff, 'c'});
        refused(() -> Corpus.read(file), "bad.txt", "byte", "3");
    }

    @Test
    void padAndMaskInTheCorpusAreNamedWithLineAndColumn() throws IOException {
        Path pad = write("pad.txt", "ab\nc\u25a1d");
        refused(() -> Vocabulary.of(Corpus.read(pad)), "pad.txt:2:2", "U+25A1");
        Path mask = write("mask.txt", "\u2047");
        refused(() -> Vocabulary.of(Corpus.read(mask)), "mask.txt:1:1", "U+2047");
    }

    @Test
    void aQuestionWithoutTabOrWithTwoIsNamedByLine() throws IOException {
        Path none = write("none.tsv", "Where is a?\tb\nWhere is b?\n");
        refused(() -> NamePlaceDataset.read(none, LETTERS, BLOCK_SIZE), "none.tsv:2");
        Path two = write("two.tsv", "Where is a?\tb\tc\n");
        refused(() -> NamePlaceDataset.read(two, LETTERS, BLOCK_SIZE), "two.tsv:1");
        refused(() -> QuestionFile.read(none), "none.tsv:2");
        refused(() -> QuestionFile.read(two), "two.tsv:1");
    }

    @Test
    void aCharacterOutsideTheVocabularyIsNamedWithLineAndColumn() throws IOException {
        Path file = write("odd.tsv", "Where is a?\tb\nWhere is Z?\tb\n");
        refused(() -> NamePlaceDataset.read(file, LETTERS, BLOCK_SIZE), "odd.tsv:2:10", "'Z'");
    }

    @Test
    void aQuestionAndPlaceThatDoNotFitAreNamedByLine() throws IOException {
        String question = "W" + "a".repeat(BLOCK_SIZE - 4) + "?";
        Path fits = write("fits.tsv", question.substring(1) + "\tb\n");
        assertEquals(1, NamePlaceDataset.read(fits, LETTERS, BLOCK_SIZE).size());
        Path tooLong = write("long.tsv", question + "\tb\n");
        refused(() -> NamePlaceDataset.read(tooLong, LETTERS, BLOCK_SIZE), "long.tsv:1", String.valueOf(BLOCK_SIZE));
    }

    @Test
    void carriageReturnsAndAByteOrderMarkChangeNothing() throws IOException {
        Corpus plain = Corpus.read(write("lf.txt", "ab\ncd\n"));
        for (String other : new String[] {"ab\r\ncd\r\n", "ab\rcd\r", "\ufeffab\ncd\n"}) {
            Corpus same = Corpus.read(write("other.txt", other));
            assertEquals(plain.documents(), same.documents());
            assertEquals(Vocabulary.of(plain), Vocabulary.of(same));
            assertEquals(plain.length(), same.length());
        }
    }

    @Test
    void aFileWithoutFinalNewlineKeepsItsLastLine() throws IOException {
        Path with = write("with.tsv", "Where is a?\tb\nWhere is b?\tc\n");
        Path without = write("without.tsv", "Where is a?\tb\nWhere is b?\tc");
        assertEquals(2, NamePlaceDataset.read(with, LETTERS, BLOCK_SIZE).size());
        assertEquals(2, NamePlaceDataset.read(without, LETTERS, BLOCK_SIZE).size());
        assertEquals(2, QuestionFile.read(without).size());
    }

    @Test
    void questionsWithoutPlacesAreReadAsSuch() throws IOException {
        QuestionFile file = QuestionFile.read(write("test.tsv", "Where is a?\nWhere is é?\n"));
        assertFalse(file.hasPlaces());
        assertEquals("Where is é?", file.question(1));
    }

    private Path write(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(Executable reading, String... parts) {
        String message = assertThrows(InputException.class, reading).getMessage();
        assertFalse(message.contains("\n"), message);
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}
