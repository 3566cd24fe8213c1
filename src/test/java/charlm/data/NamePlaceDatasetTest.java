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
                "Where was Bob born? | 2: the line has no place after a tab, but line 1 has one",
                "Where was Bob born?\\tOslo\\tNorway | 2: a line needs one tab between question and place, this one"
                        + " has 2",
                "Where was B□b born?\\tOslo | 2:12: U+25A1 '□' is reserved for padding",
                "Where was Bob born?\\tOs⁇o | 2:23: U+2047 '⁇' is reserved for masks",
                "Where w~s Bob born?\\tOslo | 2:8: U+007E '~' is not in the vocabulary",
                "Where was Bob born?\\t | 2: the line has no place after a tab, but line 1 has one",
                "\\tOslo | 2: the line begins with a tab, so that the question is empty",
                "Where was Bob born?\\tДнепр | 2: the place is empty (only ASCII characters count here); add"
                        + " --keep-unicode",
                "Днепр\\tOslo | 2: the question is empty (only ASCII characters count here)",
                "'' | 2: the line is empty",
                "' \u00a0\u3000' | 2: the line is empty",
            })
    void aBadLineIsNamedWithItsPlaceInTheFile(String line, String problem) throws IOException {
        String text = GOOD + line.replace("\\t", "\t") + "\n" + GOOD;
        assertProblem(text, BLOCK_SIZE, problem);
    }

    /** The law: what a model learns is what it is asked, and what its answer is compared with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Who?\tRome \n",
                "  Who?\tRome\n",
                "Who?\tRome\t\t\n",
                "\u3000Who?\tRome\u00a0\r\n",
                "Who? \t Rome\u0085",
                "\uFEFFWho is  it?\tnew ROME",
                "Who?\tRome\nWho?\trome\n"
            })
    void aLineIsLearntAsItIsAskedAndCompared(String text) throws IOException {
        Path path = Files.writeString(folder.resolve("asked.tsv"), text);
        QuestionFile asked = QuestionFile.read(path);
        NamePlaceDataset learnt = NamePlaceDataset.read(path, false, VOCABULARY, BLOCK_SIZE);
        assertEquals(asked.size(), learnt.size());
        for (int i = 0; i < asked.size(); i++) {
            assertEquals(
                    asked.question(i) + "⁇" + asked.place(i) + "⁇",
                    VOCABULARY.decode(learnt.example(0, i).ids()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "José𝄞, Zürich, Jos, Zrich", // composed, and a surrogate pair
        "Jose\u0301, Zu\u0308rich, Jose, Zurich", // decomposed
        "\u200bAda, Kobe\u200b, Ada, Kobe",
    })
    void charactersThatAreNotAsciiAreDroppedUnlessTheyAreKept(
            String question, String place, String asciiQuestion, String asciiPlace) throws IOException {
        String text = question + "\t" + place;
        Path path = Files.writeString(folder.resolve("a.tsv"), text);
        Vocabulary all = Vocabulary.ofCodePoints((text + "z").codePoints().toArray());
        assertEquals(
                text.replace("\t", "⁇") + "⁇",
                all.decode(NamePlaceDataset.read(path, true, all, BLOCK_SIZE)
                        .example(0, 0)
                        .ids()));
        assertEquals(
                asciiQuestion + "⁇" + asciiPlace + "⁇",
                all.decode(NamePlaceDataset.read(path, false, all, BLOCK_SIZE)
                        .example(0, 0)
                        .ids()));
    }

    @Test
    void aKeptCharacterMustBeKnownAndCountsAsOne() throws IOException {
        Path path = Files.writeString(folder.resolve("a.tsv"), " Wo 𝄞?\tÜ\n");
        InputException unknown =
                assertThrows(InputException.class, () -> NamePlaceDataset.read(path, true, VOCABULARY, BLOCK_SIZE));
        assertTrue(
                unknown.getMessage()
                        .startsWith(path + ":1:5: U+1D11E '𝄞' is not in the vocabulary; remove it or pretrain on a"
                                + " corpus that has it; without --keep-unicode it would be dropped"),
                unknown.getMessage());
        Vocabulary all = Vocabulary.ofCodePoints("Wo 𝄞?Ü".codePoints().toArray());
        assertEquals(8, NamePlaceDataset.read(path, true, all, 8).example(0, 0).ids().length);
        assertThrows(InputException.class, () -> NamePlaceDataset.read(path, true, all, 7));
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
        assertProblem("no tab\n" + GOOD + "none\n", BLOCK_SIZE, "1: the line has no place after a tab");
        assertProblem("a\tb\tc\n" + GOOD + "\n" + GOOD + "\td\n", BLOCK_SIZE, "(3 lines are bad in all)");
        assertProblem(GOOD + "~\tb\n" + GOOD + "~\tb\n", BLOCK_SIZE, "(2 lines are bad in all)");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing.tsv");
        String message = assertThrows(
                        InputException.class, () -> NamePlaceDataset.read(missing, false, VOCABULARY, BLOCK_SIZE))
                .getMessage();
        assertEquals(missing + ": no such file; check the path", message);
    }

    private void assertProblem(String text, int blockSize, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.tsv"), text);
        String message = assertThrows(
                        InputException.class, () -> NamePlaceDataset.read(file, false, VOCABULARY, blockSize))
                .getMessage();
        assertTrue(message.startsWith(file + ":"), message);
        assertTrue(message.contains(problem), message);
    }

    private NamePlaceDataset dataset(String text) throws IOException {
        return dataset(text, BLOCK_SIZE);
    }

    private NamePlaceDataset dataset(String text, int blockSize) throws IOException {
        return NamePlaceDataset.read(Files.writeString(folder.resolve("good.tsv"), text), false, VOCABULARY, blockSize);
    }
}
