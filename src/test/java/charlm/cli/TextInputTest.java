package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.experiment.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of texts as people save them. */
final class TextInputTest {
    private static final String CORPUS = "Ann 𝄞 was born in Rome\nBo was born in Oslo\n\nWhere was Ann born?\n";
    private static final String QUESTIONS = "Where was Ann born?\tRome\nWhere was Bo born?\tOslo\n";
    private static final String PRETRAIN =
            "pretrain vanilla @corpus.txt --writing_params_path @x --max-steps 2" + CliHarness.TINY;
    private static final String FINETUNE = "finetune vanilla @corpus.txt --reading_params_path @x"
            + " --writing_params_path @y --finetune_corpus_path @questions.tsv --max-steps 2 --threads 1";
    private static final String EVALUATE = "evaluate vanilla @corpus.txt --reading_params_path @y"
            + " --eval_corpus_path @asked.tsv --outputs_path @answers --threads 1";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    @Test
    void everyLineEndGivesTheSameModelToTheBit() throws IOException {
        List<NamedTensor> usual = train("", "\n");
        List<String> answers = Files.readAllLines(folder.resolve("answers"));
        for (String end : new String[] {"\r\n", "\r"}) {
            List<NamedTensor> other = train("\uFEFF", end);
            assertEquals(usual.size(), other.size());
            for (int i = 0; i < usual.size(); i++) {
                assertArrayEquals(usual.get(i).values(), other.get(i).values());
            }
            assertEquals(answers, Files.readAllLines(folder.resolve("answers")));
        }
    }

    private List<NamedTensor> train(String mark, String lineEnd) {
        charlm.write("corpus.txt", mark + CORPUS.replace("\n", lineEnd));
        charlm.write("questions.tsv", mark + QUESTIONS.replace("\n", lineEnd));
        charlm.write("asked.tsv", mark + QUESTIONS.replace("\n", lineEnd));
        charlm.succeed(PRETRAIN);
        charlm.succeed(FINETUNE);
        charlm.succeed(EVALUATE);
        return Safetensors.read(folder.resolve("y")).tensors();
    }

    @Test
    void aQuestionWithUnknownCharactersIsAnsweredAndTheOthersAreUntouched() throws IOException {
        train("", "\n");
        charlm.write("asked.tsv", "Where was Ann born?\tRome\nWhere was born?\tRome\nWhere was Bo born?\tOslo\n");
        charlm.succeed(EVALUATE);
        List<String> plain = Files.readAllLines(folder.resolve("answers"));
        charlm.write(
                "asked.tsv", "Where was Ann born?\tRome\nWhere Ωwas\u001b é born?\tRome\nWhere was Bo born?\tOslo\n");
        String log = logOf(() -> charlm.succeed(EVALUATE));
        List<String> answers = Files.readAllLines(folder.resolve("answers"));
        assertEquals(3, answers.size());
        assertEquals(plain.get(0), answers.get(0));
        assertEquals(plain.get(2), answers.get(2));
        assertTrue(log.contains("asked.tsv:2: skipped characters that are not in the vocabulary, 3 in 1 line"), log);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-16, the file is UTF-16 (it begins with that byte order mark); save it as UTF-8",
        "UTF-16LE, the file looks like UTF-16 (every second byte is 0); save it as UTF-8",
        "UTF-16BE, the file looks like UTF-16 (every second byte is 0); save it as UTF-8",
        "ISO-8859-1, byte 0xE9 at byte offset 53 (counted from 0) is not valid UTF-8; save the file as UTF-8",
    })
    void anotherEncodingIsNamed(String encoding, String problem) throws IOException {
        byte[] bytes = "Where was Ann born?\tRome\nWhere was Bo born?\tOslo\nWho é?\tRome\n".getBytes(encoding);
        Files.write(folder.resolve("corpus.txt"), bytes);
        Files.write(folder.resolve("questions.tsv"), bytes);
        for (String command : new String[] {PRETRAIN, "baseline @questions.tsv"}) {
            String said = charlm.fail(ExitCode.INPUT_DATA, command);
            assertTrue(said.contains(problem), said);
            assertEquals(1, said.lines().count(), said);
        }
    }

    @Test
    void aByteOrderMarkIsDroppedWithANote() {
        charlm.write("questions.tsv", "\uFEFF" + QUESTIONS);
        String log = logOf(() -> charlm.succeed("baseline @questions.tsv"));
        assertTrue(log.contains("questions.tsv: dropped the byte order mark at its beginning"), log);
    }

    /** Returns what is logged meanwhile; the log goes to the standard error stream. */
    static String logOf(Runnable action) {
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(usual);
        }
        return log.toString(StandardCharsets.UTF_8);
    }
}
