package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.cli.signal.StopSignal;
import charlm.cli.signal.StopSignals;
import charlm.experiment.ExitCode;
import charlm.files.FaultyFiles;
import charlm.files.OutputLock;
import charlm.report.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says and ends with when a run is stopped, resumed, or goes wrong. */
final class ResumeCommandTest {
    private static final String TRAIN =
            "pretrain vanilla @corpus.txt --writing_params_path @x --max-epochs 3" + CliHarness.TINY;

    /** Stops a run before its first step. */
    private static final StopSignals AT_ONCE = ResumeCommandTest::interrupt;

    @TempDir
    private Path folder;

    private CliHarness charlm;

    private static StopSignals.Watch interrupt(Consumer<StopSignal> first) {
        first.accept(StopSignal.INT);
        return () -> {};
    }

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    @Test
    void aRunThatIsStoppedEndsWithTheSignalsCode() {
        String said = charlm.fail(ExitCode.INTERRUPTED, AT_ONCE, TRAIN);
        assertTrue(said.contains("stopped by SIGINT after step 0 of 3; there is no state to continue from"), said);
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void aStateThatWasKeptIsResumedOrRefusedWithATable() {
        charlm.succeed(TRAIN + " --keep-state");
        String table = charlm.fail(ExitCode.PARAMETER_FILE, TRAIN + " --resume --seed 2 --dropout 0.2");
        assertEquals(3, table.lines().count(), table);
        assertTrue(table.contains("override it with --resume-anyway:"), table);
        assertTrue(table.contains("  dropout            0.1 -> 0.2"), table);
        assertTrue(table.contains("  seed               1 -> 2"), table);
        String longer = TRAIN.replace("--max-epochs 3", "--max-epochs 5");
        String more = charlm.succeed(longer + " --resume-anyway");
        assertTrue(more.startsWith("2 of 5 steps in "), more);
        assertFalse(Files.exists(folder.resolve("x.state")));
        assertTrue(charlm.succeed(longer + " --resume").startsWith("all 5 steps were done before;"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--num-layers 3       | num_layers    | 2 -> 3",
                "--num-heads 4        | num_heads     | 2 -> 4",
                "--embed-dim 16       | embed_dim     | 8 -> 16",
                "--block-size 24      | block_size    | 32 -> 24",
                "--max-epochs 4       | max_epochs    | 3 -> 4",
                "--max-steps 4        | max_steps     | 0 -> 4",
                "--batch-size 2       | batch_size    | 128 -> 2",
                "--pretrain_lr 0.01   | learning_rate | 0.006 -> 0.01",
                "--optimizer muon     | optimizer     | none -> muon",
                "--weight-decay 0.2   | weight_decay  | 0.1 -> 0.2",
                "--grad-clip 0.5      | grad_clip     | none -> 0.5",
                "--dropout 0.2        | dropout       | 0.1 -> 0.2",
                "--views cue=1        | views         | none -> cue=1",
                "--shuffle            | order         | none -> shuffled",
                "--warmup-steps 2     | warmup_steps  | none -> 2",
                "--final-rate 0.5     | final_rate    | none -> 0.5",
                "--seed 2             | seed          | 1 -> 2",
                "--engine nd4j        | engine        | onednn -> nd4j",
                "--threads 2          | threads       | 1 -> 2",
            })
    void everyFlagThatMakesItAnotherRunIsToldBeforeItGoesOn(String flag, String name, String change) {
        charlm.succeed(TRAIN + " --keep-state --no-report");
        String table = charlm.fail(ExitCode.PARAMETER_FILE, TRAIN + " --resume " + flag);
        String line = String.format(Locale.ROOT, "  %-18s %s", name, change);
        assertTrue(table.lines().anyMatch(line::equals), table);
    }

    @Test
    void aRunThatReplacesWhatItStartedFromCanBeKilledBeforeItsStateIsRemoved() throws IOException {
        charlm.succeed(TRAIN);
        String inPlace = TRAIN + " --reading_params_path @x --seed 3";
        charlm.succeed(inPlace + " --keep-state");
        byte[] parameters = Files.readAllBytes(folder.resolve("x"));
        String said = charlm.succeed(inPlace.replace(TRAIN, TRAIN + " --resume"));
        assertTrue(said.startsWith("0 of 3 steps"), said);
        assertArrayEquals(parameters, Files.readAllBytes(folder.resolve("x")));
        assertFalse(Files.exists(folder.resolve("x.state")));
    }

    @Test
    void thereMustBeSomethingToResume() {
        String said = charlm.fail(ExitCode.PARAMETER_FILE, TRAIN + " --resume");
        assertTrue(said.contains("there is no state to continue from; leave --resume out"), said);
    }

    @Test
    void aSaveThatFailsEndsWithItsOwnCodeAndNoClaim() {
        try (FaultyFiles files = FaultyFiles.failing(3)) {
            String said = charlm.fail(ExitCode.FILES, TRAIN);
            assertTrue(said.contains("no space left on device"), said);
            assertTrue(files.failed().isPresent());
        }
    }

    @Test
    void anOutputThatAnotherRunWritesEndsWithTheCodeOfFiles() {
        try (OutputLock held = OutputLock.acquire(folder.resolve("x"))) {
            String said = charlm.fail(ExitCode.FILES, TRAIN);
            assertTrue(said.contains("another run is writing it (process "), said + held);
        }
    }

    @Test
    void aRunThatDivergesEndsWithItsOwnCodeAndOneLine() {
        String said = charlm.fail(ExitCode.DIVERGED, TRAIN + " --pretrain_lr 1e30");
        assertEquals(
                OptionalInt.of(ExitCode.DIVERGED.code()),
                RunManifest.read(folder.resolve("x.run.json")).execution().exitCode());
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("the parameters were not updated with it"), said);
        String skipped = charlm.succeed(TRAIN + " --pretrain_lr 1e30 --on-nonfinite skip");
        assertTrue(skipped.matches("3 steps \\([12] batches dropped\\) in .*\\s"), skipped);
    }

    @Test
    void aModelThatFitsNoMachineEndsWithTheCodeOfMemory() {
        String said = charlm.fail(
                ExitCode.MEMORY,
                "pretrain vanilla @corpus.txt --writing_params_path @x --embed-dim 1000000 --num-layers 1000");
        assertTrue(said.contains("GiB are available"), said);
        assertFalse(Files.exists(folder.resolve("x.metrics.jsonl")));
    }

    @Test
    void howOftenToSaveIsCheckedBeforeTraining() {
        String said = charlm.fail(ExitCode.USAGE, TRAIN + " --save-every never");
        assertTrue(said.contains("must be 30s, \"500 steps\" or \"2 epochs\", got 'never'"), said);
    }
}
