package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamePlaceDatasetTest {
    private static final int BLOCK_SIZE = 128;
    private static final Vocabulary VOCABULARY = // of printable ASCII but for the tilde
            Vocabulary.ofCodePoints(IntStream.range(' ', '~').toArray());
    private static final String GOOD = "Where was Ann born?\tRome\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Who?\tMe\nWho else?\tYou\n", "Who?\tMe\nWho else?\tYou", "Who?\tMe\r\nWho else?\tYou\r\n"})
    void aMissingFinalNewlineAndWindowsLineEndsChangeNothing(String text) throws IOException {
        NamePlaceDataset dataset = dataset(text);
        assertEquals(2, dataset.size());
        assertEquals("questions 1 to 2", new BatchLoader(dataset, 2).describe(0, 0));
        assertEquals("Who else?⁇You⁇", VOCABULARY.decode(dataset.example(0, 1).ids()));
        assertEquals("⁇You⁇", VOCABULARY.decode(dataset.example(0, 1).targets()).replace("□", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Where was Bob born? | 2: a line needs one tab between question and place, this one has 0",
                "Where was Bob born?\\tOslo\\tNorway | 2: a line needs one tab between question and place, this one"
                        + " has 2",
                "Where was B□b born?\\tOslo | 2:12: U+25A1 '□' is reserved for padding",
                "Where was Bob born?\\tOs⁇o | 2:23: U+2047 '⁇' is reserved for masks",
                "Where w~s Bob born?\\tOslo | 2:8: U+007E '~' is not in the vocabulary",
                "Where was Bob born?\\t | 2: the place is empty",
                "\\tOslo | 2: the question is empty",
                "Where was Bob born?\\tДнепр | 2: the place is empty",
            })
    void aBadLineIsNamedWithItsPlaceInTheFile(String line, String problem) throws IOException {
        String text = GOOD + line.replace("\\t", "\t") + "\n" + GOOD;
        assertProblem(text, BLOCK_SIZE, problem);
    }

    @Test
    void whatDoesNotFitTheBlockIsNamedWithTheBlockItNeeds() throws IOException {
        assertProblem(
                GOOD + GOOD.replace("Ann", "Anna-Maria"),
                27,
                "2: question (26 characters), place (4) and 2 masks need 32, the block holds 27");
        assertEquals(1, dataset(GOOD, 25).size());
        assertProblem(GOOD, 24, "1: question (19 characters), place (4) and 2 masks need 25, the block holds 24");
    }

    @Test
    void theFirstBadLineIsReportedWithTheNumberOfAll() throws IOException {
        assertProblem("no tab\n" + GOOD + "none\n", BLOCK_SIZE, "(2 lines are bad in all)");
        assertProblem("no tab\n" + GOOD + "none\n", BLOCK_SIZE, "1: a line needs one tab");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing.tsv");
        String message = assertThrows(
                        InputException.class, () -> NamePlaceDataset.read(missing, VOCABULARY, BLOCK_SIZE))
                .getMessage();
        assertEquals(missing + ": no such file; check the path", message);
    }

    private void assertProblem(String text, int blockSize, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.tsv"), text);
        String message = assertThrows(InputException.class, () -> NamePlaceDataset.read(file, VOCABULARY, blockSize))
                .getMessage();
        assertTrue(message.startsWith(file + ":"), message);
        assertTrue(message.contains(problem), message);
    }

    private NamePlaceDataset dataset(String text) throws IOException {
        return dataset(text, BLOCK_SIZE);
    }

    private NamePlaceDataset dataset(String text, int blockSize) throws IOException {
        return NamePlaceDataset.read(Files.writeString(folder.resolve("good.tsv"), text), VOCABULARY, blockSize);
    }
}
