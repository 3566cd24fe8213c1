package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What finetuning with dev questions says. */
final class DevCommandTest {
    private static final String FINETUNE = "finetune vanilla @corpus.txt --finetune_corpus_path @questions.tsv"
            + " --writing_params_path @x --max-epochs 6" + CliHarness.TINY;

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    @Test
    void theBestIsToldAndKeptAndSamplesAreLogged() throws IOException {
        String log = TextInputTest.logOf(() -> charlm.succeed(
                FINETUNE + " --eval_corpus_path @questions.tsv --eval-every 2 --sample-every 3 --log-every 0"));
        assertEquals(2, charlm.said().lines().count(), charlm.said());
        assertTrue(
                charlm.said()
                        .matches("(?s).*\\Rbest dev accuracy [\\d.]+ % \\([012] of 2\\) after step [246],"
                                + " its parameters are in \\S*x\\.best\\R"),
                charlm.said());
        assertTrue(log.matches("(?s).*step 2: dev accuracy [\\d.]+ % \\([012] of 2\\), the best so far\\R.*"), log);
        assertEquals(
                2 + 2,
                log.lines()
                        .filter(line -> line.matches("step [36]: Where was (Ann|Bo) born\\? .*\\((right|wrong.*)\\)"))
                        .count(),
                log);
        charlm.succeed("inspect @x.best");
        assertTrue(charlm.said().contains("best_dev_accuracy: "), charlm.said());
        assertTrue(List.of(charlm.names("")).containsAll(List.of("x", "x.best")));
        assertFalse(Files.exists(folder.resolve("x.state")));
        String record = Files.readString(folder.resolve("x.run.json"));
        assertTrue(record.contains("best_dev_correct") && record.contains("dev_questions"), record);
    }

    @Test
    void whoStopsEarlySaysSo() {
        String said = charlm.succeed(
                FINETUNE + " --eval_corpus_path @questions.tsv --eval-every 1 --patience 2 --finetune_lr 1e-20");
        assertTrue(said.startsWith("3 steps in "), said);
        assertTrue(said.contains("stopped early, no better in 2 evaluations; best dev accuracy "), said);
        String again = charlm.succeed(FINETUNE
                + " --eval_corpus_path @questions.tsv --eval-every 1 --patience 2 --finetune_lr 1e-20 --resume");
        assertTrue(again.startsWith("all 3 steps were done before"), again);
    }

    @Test
    void flagsThatContradictEachOtherAreRefusedAtOnce() {
        String lonely = charlm.fail(ExitCode.USAGE, FINETUNE + " --patience 3");
        assertTrue(lonely.contains("--patience and --sample-every need --eval_corpus_path TSV"), lonely);
        String wrong = charlm.fail(
                ExitCode.USAGE, FINETUNE + " --eval_corpus_path @none --patience 0 --eval-every 30s --sample-every x");
        requireParts(wrong, "none: there is no such file", "--patience must be at least 1, got 0");
        requireParts(wrong, "must be \"500 steps\" or \"2 epochs\", got '30s'", "got 'x'");
        charlm.write("x.best", "an input");
        String overwritten = charlm.fail(ExitCode.USAGE, FINETUNE + " --eval_corpus_path @x.best");
        assertTrue(overwritten.contains("x.best: is an input and would be overwritten"), overwritten);
    }
}
