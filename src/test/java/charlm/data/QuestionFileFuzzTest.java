package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class QuestionFileFuzzTest {
    private static final int BLOCK_SIZE = 24;
    private static final Vocabulary ASCII =
            Vocabulary.ofCodePoints(IntStream.range(0, 0x70).toArray()); // some of it is unknown

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() {
        FuzzLog.quieten();
    }

    @FuzzTest(maxDuration = "10m")
    void aFileOfQuestionsIsReadOrRefused(byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("x"), input);
        try {
            requireLines(QuestionFile.read(file));
        } catch (InputException e) {
            requireNamed(file, e);
        }
        try {
            requireExamples(NamePlaceDataset.read(file, false, ASCII, BLOCK_SIZE));
        } catch (InputException e) {
            requireNamed(file, e);
        }
    }

    private static void requireLines(QuestionFile questions) {
        assertTrue(questions.size() > 0);
        for (int i = 0; i < questions.size(); i++) {
            String question = questions.question(i);
            assertTrue(question.indexOf('\n') < 0 && question.indexOf('\t') < 0 && question.indexOf('\r') < 0);
            if (questions.hasPlaces()) {
                assertTrue(!questions.place(i).isEmpty() && questions.place(i).indexOf('\t') < 0);
            }
        }
    }

    private static void requireExamples(NamePlaceDataset dataset) {
        for (int i = 0; i < dataset.size(); i++) {
            Example example = dataset.example(0, i);
            assertTrue(example.length() < BLOCK_SIZE);
            long masks = IntStream.of(example.targets())
                    .filter(id -> id == Vocabulary.MASK_ID)
                    .count();
            assertEquals(2, masks);
        }
    }

    private static void requireNamed(Path file, InputException e) {
        assertTrue(e.getMessage().startsWith(file + ":"), e.getMessage());
    }
}
