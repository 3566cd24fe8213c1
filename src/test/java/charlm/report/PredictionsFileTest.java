package charlm.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.InputException;
import charlm.data.QuestionFile;
import charlm.files.TextOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PredictionsFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEndGivesTheSamePredictionsAndAByteOrderMarkIsNoneOfThem(String end) throws IOException {
        for (String mark : new String[] {"", "\uFEFF"}) {
            for (String last : new String[] {"", end}) {
                String text = mark + "Oslo" + end + end + " Århus " + last;
                assertEquals(List.of("Oslo", "", " Århus "), read(text, 3));
            }
        }
    }

    @Test
    void anEmptyLastPredictionIsOneIfItsLineEnds() throws IOException {
        assertEquals(List.of("Oslo", ""), read("Oslo\n\n", 2));
        assertEquals(List.of("Oslo"), read("Oslo\n", 1));
        assertEquals(List.of(""), read("\n", 1));
        for (String text : new String[] {"", "Oslo\n"}) {
            String said =
                    assertThrows(InputException.class, () -> read(text, 2)).getMessage();
            assertTrue(said.startsWith(folder.resolve("predictions") + ": "), said);
        }
    }

    @Test
    void aLineBreakInAPredictionBecomesASpace() throws IOException {
        Path file = folder.resolve("predictions");
        try (TextOutput output = TextOutput.open(file)) {
            PredictionsFile.write(output, List.of("Os\nlo", "", "Århus"));
        }
        assertEquals("Os lo\n\nÅrhus\n", Files.readString(file));
    }

    private List<String> read(String predictions, int questions) throws IOException {
        Path asked = Files.writeString(folder.resolve("questions.tsv"), "Who?\n".repeat(questions));
        Path answered = Files.writeString(folder.resolve("predictions"), predictions);
        return PredictionsFile.read(answered, QuestionFile.read(asked));
    }
}
