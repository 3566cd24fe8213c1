package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.Notice;
import charlm.experiment.ExitCode;
import charlm.report.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training and asking read a file of questions by one rule, and say what the rule leaves out. */
final class QuestionsCommandTest {
    private static final String FINETUNE = "finetune vanilla @corpus.txt --writing_params_path @x --max-steps 2"
            + " --finetune_corpus_path @questions.tsv" + CliHarness.TINY;
    private static final String EVALUATE = "evaluate vanilla @corpus.txt --reading_params_path @x"
            + " --eval_corpus_path @asked.tsv --outputs_path @answers --threads 1";
    private static final String ACCENTS = "Where was Ann born?\tRome\nWhere was José born?\tZürich \n";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
        charlm.write("corpus.txt", "Ann was born in Rome\nBo was born in Oslo\nWhere was Ann?\nJosé: Zürich\n");
    }

    @Test
    void whatFinetuningLeavesOutIsToldInTheLogTheDryRunAndTheRecord() throws IOException {
        charlm.write("questions.tsv", ACCENTS);
        String dropped =
                "questions.tsv:2: dropped characters that are not ASCII, 2 in 1 line (the first is U+00E9 'é');"
                        + " finetune with --keep-unicode to train on the text as it is";
        String space = "questions.tsv:2: left out the white space at the ends of the line, in 1 line; ";
        requireParts(TextInputTest.logOf(() -> charlm.succeed(FINETUNE)), dropped, space);
        requireParts(charlm.succeed(FINETUNE + " --dry-run"), dropped, space, "keep_unicode       false");
        assertEquals(List.of("outer_white_space", "not_ascii"), kinds("x"));
        Notice recorded = manifest("x").notices().get(1);
        assertEquals(folder.resolve("questions.tsv").toString(), recorded.file());
        assertEquals(List.of(2, 1), List.of(recorded.firstLine(), recorded.lines()));
        assertTrue(recorded.text().endsWith(dropped.substring("questions.tsv".length())), recorded.text());
        assertTrue(Files.readString(folder.resolve("x.md")).contains(dropped));
        assertTrue(Files.readString(folder.resolve("x.html")).contains("dropped characters that are not ASCII, 2 in"));
    }

    @Test
    void keptUnicodeIsLearntRecordedAndShown() throws IOException {
        charlm.write("questions.tsv", ACCENTS);
        String log = TextInputTest.logOf(() -> charlm.succeed(FINETUNE + " --keep-unicode"));
        assertFalse(log.contains("not ASCII"), log);
        assertEquals(true, manifest("x").config().get("keep_unicode"));
        requireParts(charlm.succeed("inspect @x"), "  keep_unicode: true");
        requireParts(charlm.succeed(FINETUNE + " --keep_unicode --dry-run"), "keep_unicode       true");
        requireParts(
                charlm.succeed("dataset namedata @corpus.txt @questions.tsv --keep-unicode"),
                "x: Where was José born?⁇Zürich⁇□");
        requireParts(charlm.succeed("dataset namedata @corpus.txt @questions.tsv"), "x: Where was Jos born?⁇Zrich⁇□");
        requireParts(
                TextInputTest.logOf(() -> charlm.succeed("dataset namedata @corpus.txt @questions.tsv")),
                "questions.tsv:2: dropped characters that are not ASCII");
        charlm.write("asked.tsv", ACCENTS);
        charlm.succeed(EVALUATE);
        assertEquals(true, manifest("answers").config().get("trained_with_keep_unicode"));
        assertEquals(List.of("outer_white_space"), kinds("answers"));
        charlm.fail(ExitCode.USAGE, "pretrain vanilla @corpus.txt --writing_params_path @y --keep-unicode");
    }

    @Test
    void theDefaultIsNoSettingOfTheRunSoThatOlderRunsStayTheSame() throws IOException {
        charlm.succeed(FINETUNE);
        assertFalse(manifest("x").config().containsKey("keep_unicode"));
        requireParts(charlm.succeed("inspect @x"), "  keep_unicode: false");
    }

    @ParameterizedTest
    @CsvSource({"' --keep-unicode', '', true -> none", "'', ' --keep-unicode', none -> true"})
    void aRunIsResumedOnlyWithTheSameText(String before, String now, String change) {
        charlm.succeed(FINETUNE + before + " --keep-state");
        String table = charlm.fail(ExitCode.PARAMETER_FILE, FINETUNE + now + " --resume");
        requireParts(table, "cannot continue exactly", "  keep_unicode       " + change);
        charlm.succeed(FINETUNE + before + " --resume");
    }

    @Test
    void whatAModelDoesNotSeeOrCannotAnswerIsToldAndRecorded() throws IOException {
        charlm.write("questions.tsv", ACCENTS);
        charlm.succeed(FINETUNE);
        charlm.write(
                "asked.tsv",
                "Where was José born?\tZürich\nWhere was Ω Ann born in Rome or Oslo?\t" + "Oslo ".repeat(7)
                        + "\nWhere was Ann born?\tÅrhus\n");
        String log = TextInputTest.logOf(() -> charlm.succeed(EVALUATE));
        requireParts(charlm.said(), "Correct: ", " out of 3.0");
        requireParts(
                log,
                "asked.tsv:1: asks with, or for, characters that are not ASCII, which the finetuning of this model"
                        + " dropped, 2 in 1 line",
                "asked.tsv:2: skipped characters that are not in the vocabulary, 1 in 1 line",
                "asked.tsv:2: question, mask and answer have more than the 32 characters of the block",
                "asked.tsv:2: the place has more than 32 characters",
                "asked.tsv:3: the place has characters that are not in the vocabulary");
        assertEquals(
                List.of(
                        "outer_white_space",
                        "not_ascii_in_training",
                        "unknown_characters",
                        "cut_questions",
                        "long_answers",
                        "unknown_in_answers"),
                kinds("answers"));
        assertEquals(1, manifest("answers").result().get("unknown_characters"));
    }

    @Test
    void questionsOfAnEvaluationDuringTrainingAreToldAbout() throws IOException {
        charlm.write("asked.tsv", "Where was ΩAnn born?\tRome\nWhere was José born?\tRome\n");
        String dev = " --eval_corpus_path @asked.tsv";
        String[] said = {
            "asked.tsv:1: skipped characters that are not in the vocabulary, 1 in 1 line",
            "asked.tsv:2: asks with, or for, characters that are not ASCII, which the finetuning of this model dropped"
        };
        requireParts(TextInputTest.logOf(() -> charlm.succeed(FINETUNE + dev)), said);
        requireParts(charlm.succeed(FINETUNE + dev + " --dry-run"), said);
        assertEquals(List.of("not_ascii_in_training", "unknown_characters"), kinds("x"));
    }

    @Test
    void answersThatDifferByNormalisationOnlyAreWrongAndCounted() {
        charlm.write("asked.tsv", "Where was José born?\tZürich\nWhere was Ann born?\tZürich\n");
        charlm.write("a", "Zu\u0308rich\nZürich\n");
        charlm.write("b", "Zürich\nZurich\n");
        String log = TextInputTest.logOf(() -> charlm.succeed("compare @a @b @asked.tsv"));
        requireParts(charlm.said(), "A 1 of 2", "B 1 of 2");
        requireParts(
                log,
                "asked.tsv:1: the answer differs from the place by Unicode normalisation only, and counts as wrong, in 1"
                        + " line");
        assertTrue(log.strip().endsWith("such as NFC (" + folder.resolve("a") + ")"), log);
        assertEquals(1, log.lines().count(), log);
        String baseline = TextInputTest.logOf(() -> charlm.succeed("baseline @asked.tsv --place Zu\u0308rich"));
        requireParts(
                baseline, "asked.tsv:1: the answer differs from the place by Unicode normalisation only", "2 lines");
    }

    @Test
    void askTellsWhatItDoesNotReadOrHasNotLearnt() {
        charlm.succeed(FINETUNE);
        charlm.type("José\u00a0\n" + "Where was Ann in Rome or in Oslo Ω born?\n");
        String[] lines = charlm.succeed("ask @x --threads 1").split("\\R");
        assertTrue(lines[0].startsWith("José: "), lines[0]);
        assertTrue(lines[0].endsWith("(1 character dropped in its finetuning)"), lines[0]);
        assertTrue(
                lines[1].endsWith(
                        "(1 character unknown to it, 8 characters at the beginning more than its block holds)"),
                lines[1]);
    }

    /** Every command that reads questions names the same line for the same reason. */
    @ParameterizedTest
    @CsvSource({
        "'Where was Ann born?\tRome\n\n', 2: the line is empty",
        "'\nWhere was Ann born?\tRome\n', 1: the line is empty",
        "'By hand\nWhere was Ann born?\tRome\n', '1: the line has no place after a tab, but line 2 has one'",
        "'Where was Ann born?\tRome\nWho?\nWho?\n', (2 lines are bad in all)",
        "'Where was Ann born?\tRome\n\tRome\n', 2: the line begins with a tab",
        "'Where was Ann born?\tRome\tItaly\n', '1: a line needs one tab between question and place, this one has 2'",
        "'', the file is empty",
    })
    void aBadLineIsBadForEveryCommand(String text, String problem) {
        charlm.succeed(FINETUNE);
        charlm.write("good.tsv", ACCENTS);
        charlm.write("questions.tsv", text);
        charlm.write("asked.tsv", text);
        charlm.write("a", "Rome\n");
        for (String command : new String[] {
            FINETUNE,
            FINETUNE + " --keep-unicode",
            FINETUNE + " --dry-run",
            FINETUNE.replace("@questions.tsv", "@good.tsv") + " --eval_corpus_path @asked.tsv --dry-run",
            EVALUATE,
            "compare @a @x @asked.tsv",
            "baseline @asked.tsv",
            "dataset namedata @corpus.txt @asked.tsv"
        }) {
            requireParts(charlm.fail(ExitCode.INPUT_DATA, command), problem);
        }
    }

    @Test
    void questionsWithoutAnyPlaceAreAnsweredAndNotScored() {
        charlm.succeed(FINETUNE);
        charlm.write("asked.tsv", "Where was Ann born?\t\nWhere was Bo born? \n");
        requireParts(charlm.succeed(EVALUATE), "No gold birth places provided; returning (0,0)");
        requireParts(
                charlm.fail(ExitCode.INPUT_DATA, FINETUNE.replace("questions.tsv", "asked.tsv")),
                "asked.tsv:1: has no place after a tab; training needs questions with answers");
    }

    private RunManifest manifest(String result) {
        return RunManifest.read(folder.resolve(result + ".run.json"));
    }

    private List<String> kinds(String result) {
        return manifest(result).notices().stream().map(Notice::kind).toList();
    }
}
