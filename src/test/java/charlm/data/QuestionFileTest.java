package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void whetherThereArePlacesTheFirstLineDecidesForAll() throws IOException {
        QuestionFile file = read("Who?\nWho else?\tRome\n");
        assertFalse(file.hasPlaces());
        assertEquals("Who?", file.question(0));
        assertEquals("Who else?", file.question(1));
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
    @CsvSource({
        "no place, 2: the line has no place after a tab",
        "'', 2: the line has no place after a tab",
        "'Who?\t', 2: the line has no place after a tab",
        "'Who?\ta\tb', '2: a line needs one tab between question and place, this one has 2'",
        "'\tRome', 2: the line begins with a tab",
    })
    void aBadLineIsNamed(String line, String problem) throws IOException {
        Path path = folder.resolve("bad.tsv");
        Files.writeString(path, "Who?\tRome\n" + line + "\nWho?\tRome\n");
        String message = assertThrows(InputException.class, () -> QuestionFile.read(path))
                .getMessage();
        assertTrue(message.startsWith(path + ":" + problem), message);
    }

    private QuestionFile read(String text) throws IOException {
        return QuestionFile.read(Files.writeString(folder.resolve("questions.tsv"), text));
    }
}
