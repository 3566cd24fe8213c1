package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorpusTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"'ab', ab", "'ab\n', ab|", "'ab\n\ncd', ab||cd", "'\n', |", "'é𝄞\n𝄞', é𝄞|𝄞"})
    void documentsAreSplitAtEveryNewline(String text, String documents) throws IOException {
        Corpus corpus = read(text);
        String joined = String.join(
                "|",
                IntStream.range(0, corpus.documents())
                        .mapToObj(corpus::document)
                        .toList());
        assertEquals(documents, joined);
        for (int i = 0; i < corpus.documents(); i++) {
            String document = corpus.document(i);
            assertEquals(document.codePointCount(0, document.length()), corpus.documentLength(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab\r\ncd\r\n", "ab\rcd\r", "ab\r\ncd\r", "\uFEFFab\ncd\n"})
    void everyLineEndIsANewlineAndAByteOrderMarkIsNoText(String text) throws IOException {
        Corpus corpus = read(text);
        assertEquals(3, corpus.documents());
        assertEquals("ab", corpus.document(0));
        assertEquals("cd", corpus.document(1));
    }

    @Test
    void aMissingFileIsNamed() {
        assertProblem(folder.resolve("missing"), ": no such file; check the path");
    }

    @Test
    void aFolderIsNoText() {
        assertProblem(folder, ": this is a directory; a text file is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void anEmptyFileIsRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("empty"), text);
        assertProblem(file, ": the file is empty; it must hold at least one character of text");
    }

    @ParameterizedTest
    @CsvSource({
        "616263FF, 1, FF, 3", // a byte that never occurs
        "610A62C3, 2, C3, 3", // cut short
        "0D0A0DC080, 3, C0, 3", // an overlong form; CRLF and CR are one line end each
        "EDA080, 1, ED, 0", // a surrogate
        "EFBBBF61F5808080, 1, F5, 4", // beyond U+10FFFF, after a byte order mark
    })
    void badBytesAreNamedWithLineAndOffset(String hex, int line, String bad, int offset) throws IOException {
        Path file = Files.write(folder.resolve("bad"), bytes(hex));
        assertProblem(
                file,
                ":" + line + ": byte 0x" + bad + " at byte offset " + offset
                        + " (counted from 0) is not valid UTF-8; save the file as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FEFF0061", "FFFE6100"})
    void utf16IsRecognised(String hex) throws IOException {
        Path file = Files.write(folder.resolve("utf16"), bytes(hex));
        assertProblem(file, ": the file is UTF-16 (it begins with that byte order mark); save it as UTF-8");
    }

    /** Two Latin letters in either byte order; every other pattern of zeros is text. */
    @ParameterizedTest
    @CsvSource({
        "61006200, true",
        "00610062, true",
        "0061006200630064, true",
        "610062, false", // too short to tell
        "61626364, false",
        "61006263, false",
        "61620063, false",
        "00616263, false",
        "61626300, false",
        "00610000, false",
        "00000061, false",
        "61000000, false",
        "00006100, false",
        "61620000, false",
        "00006162, false",
        "00000000, false",
    })
    void utf16WithoutAMarkIsToldByItsZeros(String hex, boolean isUtf16) throws IOException {
        Path file = Files.write(folder.resolve("unmarked"), bytes(hex));
        String problem = "";
        try {
            Corpus.read(file);
        } catch (InputException e) {
            problem = e.getMessage();
        }
        assertEquals(isUtf16, problem.contains("looks like UTF-16 (every second byte is 0)"), problem);
    }

    @Test
    void aProblemMayHaveAFurtherWayOut() {
        assertEquals(
                "a.txt: broken; mend it",
                new InputException(Path.of("a.txt"), "broken").with("mend it").getMessage());
    }

    @Test
    void aTextWithoutACharacterIsNoCorpus() {
        assertThrows(InputException.class, () -> Corpus.of(Path.of("x"), ""));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static void assertProblem(Path file, String problem) {
        String message =
                assertThrows(InputException.class, () -> Corpus.read(file)).getMessage();
        assertEquals(file + problem, message);
    }

    private Corpus read(String text) throws IOException {
        return Corpus.read(Files.write(folder.resolve("corpus"), text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The reader takes the file in pieces of 65,536 bytes; every character of two to four bytes meets their border. */
    @Test
    void aCharacterAcrossTheBorderOfTwoPiecesIsReadAsOne() throws IOException {
        for (int shift = 0; shift < 5; shift++) {
            String text = "x".repeat(shift) + "aé語𝄞\r\n".repeat(20_000);
            Corpus corpus = read(text);
            assertEquals(20_001, corpus.documents());
            assertEquals("x".repeat(shift) + "aé語𝄞", corpus.document(0));
            for (int i = 1; i < 20_000; i++) {
                assertEquals("aé語𝄞", corpus.document(i));
            }
            assertEquals("", corpus.document(20_000));
            assertEquals(
                    Vocabulary.ofCodePoints('\n', 'a', 'x', 'é', '語', 0x1D11E).size() - (shift == 0 ? 1 : 0),
                    Vocabulary.of(corpus).size());
        }
    }

    @Test
    void aBadByteAnywhereIsNamedWithItsOffset() throws IOException {
        for (int offset : new int[] {0, 65_535, 65_536, 65_537, 131_071, 131_072, 199_998, 199_999}) {
            byte[] text = "12345678é\n".repeat(20_000).substring(0, 181_818).getBytes(StandardCharsets.UTF_8);
            byte[] bad = Arrays.copyOf(text, 200_000);
            int start = offset;
            while ((bad[start] & 0xC0) == 0x80) {
                start--; // the byte before is cut short then
            }
            bad[start] = (byte) 0xFF;
            int line = 1;
            for (int i = 0; i < start; i++) {
                line += bad[i] == '\n' ? 1 : 0;
            }
            Path file = Files.write(folder.resolve("bad"), bad);
            assertProblem(
                    file,
                    ":" + line + ": byte 0xFF at byte offset " + start
                            + " (counted from 0) is not valid UTF-8; save the file as UTF-8");
        }
    }

    @Test
    void aCharacterCutAtTheEndOfTheFileIsNamedWithItsOffset() throws IOException {
        byte[] text = "x".repeat(65_535).concat("語").getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(text, 65_537));
        assertProblem(
                file, ":1: byte 0xE8 at byte offset 65535 (counted from 0) is not valid UTF-8; save the file as UTF-8");
    }

    @Test
    void ofALongDocumentTheBeginningIsKeptAndEveryCharacterIsKnown() throws IOException {
        String line = "𝄞".repeat(Corpus.MAX_DOCUMENT);
        Corpus corpus = read(line + "y\n" + line + "\nz");
        assertEquals(line, corpus.document(0));
        assertEquals(line, corpus.document(1));
        assertEquals(Corpus.MAX_DOCUMENT, corpus.documentLength(0));
        assertEquals(Corpus.MAX_DOCUMENT, corpus.documentLength(1));
        assertEquals("z", corpus.document(2));
        assertEquals(Vocabulary.ofCodePoints('\n', 'y', 'z', 0x1D11E), Vocabulary.of(corpus));
    }

    @Test
    void aBlockLongerThanADocumentCanBeIsRefused() {
        Corpus corpus = Corpus.of(Path.of("x"), "abc");
        Vocabulary vocabulary = Vocabulary.of(corpus);
        assertEquals(
                Corpus.MAX_DOCUMENT, new SpanCorruptionDataset(corpus, vocabulary, Corpus.MAX_DOCUMENT, 1).width());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new SpanCorruptionDataset(corpus, vocabulary, Corpus.MAX_DOCUMENT + 1, 1))
                .getMessage();
        assertEquals("--block-size must be at most 65536 for span corruption, got 65537", message);
    }
}
