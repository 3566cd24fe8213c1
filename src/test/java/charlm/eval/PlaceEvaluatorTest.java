package charlm.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.tensor.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PlaceEvaluatorTest {
    private static final Vocabulary VOCABULARY =
            Vocabulary.ofCodePoints("\n ?Whoarewsé𝄞Rm".codePoints().toArray());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void thePredictionStandsBetweenTheMasksAndIsComparedExactly(Engine engine) throws IOException {
        Evaluation evaluation = evaluate(engine, "⁇Rome⁇", "Who?\tRome\nWho else?\tRom\nWhose?\trome\nWho?\t Rome \n");
        assertEquals(List.of("Rome", "Rome", "Rome", "Rome"), evaluation.predictions());
        // "Who?\t Rome": what follows the tab of a trimmed line begins with its space
        assertEquals(Optional.of(new Score(1, 4)), evaluation.score());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void withoutASecondMaskThePredictionIsAllThatIsGenerated(Engine engine) throws IOException {
        Evaluation evaluation = evaluate(engine, "⁇R𝄞𝄞", "Who?\n");
        assertEquals(List.of("R" + "𝄞".repeat(31)), evaluation.predictions());
        assertEquals(Optional.empty(), evaluation.score());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void charactersOutsideTheVocabularyAreSkippedAndCounted(Engine engine) throws IOException {
        Evaluation evaluation = evaluate(engine, "⁇Rome⁇", "Whoé?\tRome\nΩ𝄢zz?\tRome\nΩ\tRome\n");
        assertEquals(List.of("Rome", "Rome", "Rome"), evaluation.predictions());
        assertEquals(List.of(0, 4, 1), evaluation.skippedCharacters());
        assertEquals(Optional.of(new Score(3, 3)), evaluation.score());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void aQuestionLongerThanTheBlockIsAnsweredToo(Engine engine) throws IOException {
        String question = "Who ".repeat(3 * ChainModel.BLOCK_SIZE);
        Evaluation evaluation = evaluate(engine, "⁇Rome⁇", "Who?\tRome\n" + question + "\tRome\n");
        assertEquals(Optional.of(new Score(2, 2)), evaluation.score());
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void anEmptyPredictionAndANewlineInOneAreKeptAsTheyAre(Engine engine) throws IOException {
        assertEquals(List.of(""), evaluate(engine, "⁇⁇", "Who?\n").predictions());
        assertEquals(List.of("R\nm"), evaluate(engine, "⁇R\nm⁇", "Who?\n").predictions());
    }

    /** As the reference does: the first mask may be the question's own. */
    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#all")
    void aMaskInTheQuestionBeginsThePrediction(Engine engine) throws IOException {
        assertEquals(List.of("re?"), evaluate(engine, "⁇Rome⁇", "Who⁇re?\n").predictions());
    }

    private Evaluation evaluate(Engine engine, String chain, String questions) throws IOException {
        Path file = Files.writeString(folder.resolve("questions.tsv"), questions);
        return new PlaceEvaluator(ChainModel.following(engine, VOCABULARY, chain), VOCABULARY)
                .evaluate(QuestionFile.read(file));
    }
}
