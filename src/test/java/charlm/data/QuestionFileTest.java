package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuestionFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"Wer?\tKöln\nWho? \t Rome \n", "Wer?\tKöln\nWho? \t Rome ", "Wer?\tKöln\r\nWho? \t Rome\r\n"})
    void theQuestionStaysAsItIsAndThePlaceIsTheTrimmedLines(String text) throws IOException {
        QuestionFile file = read(text);
        assertTrue(file.hasPlaces());
        assertEquals(2, file.size());
        assertEquals("Wer?", file.question(0));
        assertEquals("Köln", file.place(0));
        assertEquals("Who? ", file.question(1));
        assertEquals(" Rome", file.place(1)); // the line is trimmed, what follows its tab is not
    }

    @Test
    void withoutPlacesTheWholeLineIsTheQuestion() throws IOException {
        QuestionFile file = read("Who?\nWho else?\n");
        assertFalse(file.hasPlaces());
        assertEquals(2, file.size());
        assertEquals("Who else?", file.question(1));
        assertThrows(IllegalStateException.class, () -> file.place(0));
    }

    @Test
    void aTabWithNothingBehindItIsNoPlace() throws IOException {
        QuestionFile file = read("Who?\t\nWho else?\t\n");
        assertFalse(file.hasPlaces());
        assertEquals("Who?", file.question(0));
    }

    @ParameterizedTest
    @CsvSource({
        "'A note\nWho?\tRome\n', 1: the line has no place after a tab, but line 2 has one",
        "'Who?\tRome\nWho else?\n', 2: the line has no place after a tab, but line 1 has one",
        "'A\nB\nC\tRome\nD\n', 1: the line has no place after a tab, but line 3 has one",
    })
    void whereALineHasAPlaceTheFirstThatLacksOneIsNamed(String text, String problem) throws IOException {
        assertProblem(text, problem);
    }

    @ParameterizedTest
    @CsvSource({
        "'\nWho?\tRome\n', 1",
        "'Who?\tRome\n\nWho?\tRome\n', 2",
        "'Who?\tRome\n\n', 2",
        "'Who?\nWho else?\n \t \n', 3",
        "'Who?\n\u00a0\u3000\u2028\nWho else?', 2",
        "'\n', 1",
        "'\r\n\r\n', 1",
        "' ', 1",
    })
    void anEmptyLineIsNamedAsEmptyAndNeverSkipped(String text, int line) throws IOException {
        assertProblem(text, line + ": the line is empty; fill it in or remove it");
    }

    @Test
    void badLinesOfEveryKindAreCountedAndTheFirstOfTheFileIsNamed() throws IOException {
        assertProblem("Who?\tRome\nno place\n\na\tb\tc\n\td\n", "2: the line has no place after a tab");
        assertProblem("Who?\tRome\nno place\n\na\tb\tc\n\td\n", "(4 lines are bad in all)");
    }

    @Test
    void anEmptyFileIsNamedAsEmpty() {
        for (String text : new String[] {"", "\uFEFF"}) {
            String said = assertThrows(InputException.class, () -> read(text)).getMessage();
            assertTrue(
                    said.endsWith("questions.tsv: the file is empty; it must hold at least one character of text"),
                    said);
        }
    }

    /** No white space: U+200B, U+200D, U+2060 and a byte order mark that is not the file's first character. */
    @ParameterizedTest
    @ValueSource(ints = {0x200B, 0x200D, 0x2060, 0xFEFF})
    void charactersWithoutWidthStay(int codePoint) throws IOException {
        String mark = Character.toString(codePoint);
        QuestionFile file = read("Who?\tRome\n" + mark + "Who?" + mark + "\tRome" + mark + "\n");
        assertEquals(mark + "Who?" + mark, file.question(1));
        assertEquals("Rome" + mark, file.place(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lineEndsAByteOrderMarkAndAMissingLastLineEndChangeNothing(String end) throws IOException {
        for (String text : new String[] {"\uFEFFWho?\tRome\nWho 𝄞?\tÅ b\n", "Who?\tRome\nWho 𝄞?\tÅ b"}) {
            QuestionFile file = read(text.replace("\n", end));
            assertEquals(List.of("Who?", "Who 𝄞?"), file.questions());
            assertEquals(List.of("Rome", "Å b"), file.places());
        }
    }

    /** Python strips more than Java does: U+0085, and the spaces at which no line may break. */
    @ParameterizedTest
    @ValueSource(ints = {0x09, 0x1C, 0x20, 0x85, 0xA0, 0x2007, 0x202F, 0x3000})
    void whatPythonStripsIsNoPartOfAPlaceAndMakesNone(int space) throws IOException {
        String end = Character.toString(space);
        assertEquals("Rome", read("Who?\tRome" + end + "\n").place(0));
        assertFalse(read("Who?\t" + end + "\n").hasPlaces());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\t\t", "\u00a0", "\u3000\u2003", "\u0085 \u2028"})
    void whiteSpaceAtTheEndsOfALineIsNoPartOfQuestionOrPlace(String space) throws IOException {
        QuestionFile file = read("Who  is it?\tNew  Rome" + space + "\n");
        assertEquals(List.of("Who  is it?"), file.questions());
        assertEquals(List.of("New  Rome"), file.places());
        assertEquals(List.of("Who?", "Who?"), read("Who?" + space + "\nWho?\n").questions());
        if (!space.contains("\t")) {
            assertEquals(List.of("Who?"), read(space + "Who?\tRome\n").questions());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no place, 2: the line has no place after a tab",
        "'', 2: the line is empty",
        "'Who?\t', 2: the line has no place after a tab",
        "'Who?\ta\tb', '2: a line needs one tab between question and place, this one has 2'",
        "'Who?\t\tRome', '2: a line needs one tab between question and place, this one has 2'",
        "'\tRome', 2: the line begins with a tab",
        "' \tRome', 2: the line begins with a tab",
        "'\t\tRome', 2: the line begins with a tab",
    })
    void aBadLineIsNamed(String line, String problem) throws IOException {
        assertProblem("Who?\tRome\n" + line + "\nWho?\tRome\n", problem);
    }

    private void assertProblem(String text, String problem) throws IOException {
        Path path = Files.writeString(folder.resolve("bad.tsv"), text);
        String message = assertThrows(InputException.class, () -> QuestionFile.read(path))
                .getMessage();
        assertTrue(
                message.startsWith(path + ":" + problem) || message.startsWith(path + ":") && message.endsWith(problem),
                message);
    }

    private QuestionFile read(String text) throws IOException {
        return QuestionFile.read(Files.writeString(folder.resolve("questions.tsv"), text));
    }
}
