package charlm.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is dropped, cut or merged without a notice, and what is left alone has none. */
final class QuestionNoticesTest {
    private static final int BLOCK_SIZE = 48;
    private static final Vocabulary VOCABULARY =
            Vocabulary.ofCodePoints("\n\t Whowas?AdeJoséZürichKbRm".codePoints().toArray());

    @TempDir
    private Path folder;

    @Test
    void plainLinesHaveNone() throws IOException {
        QuestionFile file = file("Who was Ada?\tKobe\r\nWho was Bo?\tRome");
        assertEquals(List.of(), QuestionNotices.ofTraining(file, false));
        assertEquals(List.of(), QuestionNotices.ofTraining(file, true));
        assertEquals(
                List.of(),
                QuestionNotices.ofAsking(
                        file,
                        Vocabulary.ofCodePoints(
                                "Who was Ada?KobeBRm".codePoints().toArray()),
                        BLOCK_SIZE,
                        true));
        assertEquals(List.of(), QuestionNotices.ofAnswers(file, List.of("Kobe", "rome")));
    }

    @Test
    void whiteSpaceThatIsLeftOutIsCounted() throws IOException {
        QuestionFile file = file("Who?\tRome\nWho?\tRome\t\n\u3000Who?\tRome\n");
        String said = ":2: left out the white space at the ends of the line, in 2 lines from this one on; ";
        assertNotice("outer_white_space", 2, 2, said, QuestionNotices.ofTraining(file, false));
        assertNotice("outer_white_space", 2, 2, said, asking(file, BLOCK_SIZE, false));
    }

    @Test
    void charactersThatFinetuningDropsAreCountedWithTheFirstOfThem() throws IOException {
        QuestionFile file = file("Who was Ada?\tKobe\nWho was José?\tZürich\nWho?\tRom\u200b\n");
        assertNotice(
                "not_ascii",
                2,
                2,
                ":2: dropped characters that are not ASCII, 3 in 2 lines from this one on (the first is U+00E9 'é');"
                        + " finetune with --keep-unicode to train on the text as it is",
                QuestionNotices.ofTraining(file, false));
        assertEquals(List.of(), QuestionNotices.ofTraining(file, true));
    }

    @Test
    void namesThatBecomeOneQuestionAreCountedWithTheOther() throws IOException {
        QuestionFile file =
                file("Who was José?\tRome\nWho?\tRome\nWho was Jos?\tKobe\nWho?\tRome\nWho was Josü?\tKobe\n");
        assertNotice(
                "merged_questions",
                3,
                2,
                ":3: without the dropped characters, this question is the same as that of line 1, whose text differs,"
                        + " in 2 lines from this one on; finetune with --keep-unicode",
                QuestionNotices.ofTraining(file, false));
        QuestionFile unknown = file("Who was Jos?\tRome\nWho was ΩJos?\tKobe\n");
        assertNotice(
                "merged_questions",
                2,
                1,
                ":2: to this model, this question is the same as that of line 1, whose text differs, in 1 line; ",
                asking(unknown, BLOCK_SIZE, false));
    }

    @Test
    void questionsThatOnlyDifferInWhatIsCutAreOne() throws IOException {
        String tail = " was Ada?".repeat(4);
        QuestionFile file = file("Who" + tail + "\nWhose" + tail + "\n");
        assertNotice("merged_questions", 2, 1, ":2: to this model", asking(file, tail.length() + 1, false));
        assertTrue(asking(file, tail.length() + 3, false).stream()
                .noneMatch(notice -> notice.kind().equals("merged_questions")));
    }

    @Test
    void charactersOutsideTheVocabularyAreCounted() throws IOException {
        QuestionFile file = file("Who?\tRome\nWho was Ωa𝄞?\tRome\n");
        assertNotice(
                "unknown_characters",
                2,
                1,
                ":2: skipped characters that are not in the vocabulary, 2 in 1 line (the first is U+03A9 'Ω'); ",
                asking(file, BLOCK_SIZE, false));
    }

    @Test
    void aMaskInAQuestionIsToldSinceItEndsTheQuestion() throws IOException {
        assertNotice(
                "reserved_characters",
                1,
                1,
                ":1: the question has characters that stand for padding or masks, 2 in 1 line",
                asking(file("Who⁇ was□ it?\n"), BLOCK_SIZE, false));
    }

    /** A question, its mask and its answer fill the block exactly, or have one character more. */
    @ParameterizedTest
    @CsvSource({"20, '', 21, false", "20, '', 20, true", "20, '', 19, true", "20, Rome, 25, false", "20, Rome, 24, true"
    })
    void questionsThatTheBlockCutsAreCounted(int length, String place, int blockSize, boolean cut) throws IOException {
        String question = "W".repeat(length - 1) + "𝄞";
        Vocabulary vocabulary =
                Vocabulary.ofCodePoints((question + "Rome").codePoints().toArray());
        List<Notice> notices = QuestionNotices.ofAsking(
                file(question + (place.isEmpty() ? "" : "\t" + place)), vocabulary, blockSize, false);
        assertEquals(cut ? List.of("cut_questions") : List.of(), kinds(notices));
        if (cut) {
            assertTrue(
                    notices.get(0)
                            .message()
                            .contains("more than the " + blockSize + " characters of the block, so that the beginning"),
                    notices.toString());
        }
    }

    @Test
    void answersLongerThanAnyThatIsGivenAreCounted() throws IOException {
        String longest = "R".repeat(QuestionFile.LONGEST_ANSWER);
        QuestionFile file = file("Who?\t" + longest + "\nWho?\t" + longest + "R\nWho?\t" + longest + "é\n");
        String said = ":2: the place has more than 32 characters, the longest answer that is given, so that no answer"
                + " can be right, in 2 lines from this one on; shorten it";
        assertNotice("long_answers", 2, 2, said, asking(file, 128, false));
        assertNotice("long_answers", 2, 2, said, QuestionNotices.ofTraining(file, true));
        assertNotice("long_answers", 2, 1, "in 1 line;", QuestionNotices.ofTraining(file, false)); // é is dropped
        String pairs = "𝄞".repeat(QuestionFile.LONGEST_ANSWER);
        assertEquals(List.of(), QuestionNotices.ofTraining(file("Who?\t" + pairs), true));
    }

    @Test
    void answersWithCharactersOutsideTheVocabularyAreCounted() throws IOException {
        QuestionFile file = file("Who?\tRome\nWho?\tΩz\nWho?\tRo⁇me\n");
        assertNotice(
                "unknown_in_answers",
                2,
                2,
                ":2: the place has characters that are not in the vocabulary, so that no answer can be right, 3 in 2"
                        + " lines from this one on (the first is U+03A9 'Ω'); ",
                asking(file, BLOCK_SIZE, false));
    }

    @Test
    void whatTheFinetuningOfThisModelDroppedIsTold() throws IOException {
        QuestionFile file = file("Who was Ada?\tKobe\nWho was José?\tZürich\n");
        assertNotice(
                "not_ascii_in_training",
                2,
                1,
                ":2: asks with, or for, characters that are not ASCII, which the finetuning of this model dropped, 2 in 1"
                        + " line (the first is U+00E9 'é'); finetune with --keep-unicode",
                asking(file, BLOCK_SIZE, true));
        assertEquals(List.of(), asking(file, BLOCK_SIZE, false));
    }

    @Test
    void answersThatDifferByNormalisationOnlyAreCounted() throws IOException {
        QuestionFile file = file("Who?\tZürich\nWho?\tZu\u0308rich\nWho?\tZürich\nWho?\tZürich\n");
        assertNotice(
                "unicode_form",
                2,
                2,
                ":2: the answer differs from the place by Unicode normalisation only, and counts as wrong, in 2 lines"
                        + " from this one on; ",
                QuestionNotices.ofAnswers(file, List.of("Zürich", "Zürich", "Zu\u0308rich", "Zurich")));
        assertEquals(List.of(), QuestionNotices.ofAnswers(file("Who?\n"), List.of("Zürich")));
    }

    private static List<Notice> asking(QuestionFile file, int blockSize, boolean trainedOnAscii) {
        return QuestionNotices.ofAsking(file, VOCABULARY, blockSize, trainedOnAscii);
    }

    private QuestionFile file(String text) throws IOException {
        return QuestionFile.read(Files.writeString(folder.resolve("questions.tsv"), text));
    }

    private static List<String> kinds(List<Notice> notices) {
        return notices.stream().map(Notice::kind).toList();
    }

    private void assertNotice(String kind, int firstLine, int lines, String said, List<Notice> notices) {
        Notice found = notices.stream()
                .filter(notice -> notice.kind().equals(kind))
                .reduce((a, b) -> {
                    throw new AssertionError(kind + " twice in " + notices);
                })
                .orElseThrow(() -> new AssertionError(kind + " is not in " + notices));
        assertEquals(firstLine, found.firstLine());
        assertEquals(lines, found.lines());
        assertEquals(folder.resolve("questions.tsv").toString(), found.file());
        assertTrue(found.text().contains(said), found.text());
    }
}
