package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.ChildJvm;
import charlm.cli.command.CommandContext;
import charlm.cli.signal.ProcessSignals;
import charlm.cli.signal.StopSignal;
import charlm.cli.signal.StopSignals;
import charlm.report.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who asks a run to end gets it ended, and nothing is lost. */
final class SignalsTest {
    private static final int STEPS = 8000;
    private static final String TRAIN = "pretrain vanilla corpus.txt --writing_params_path x --max-epochs 4000"
            + " --batch-size 2 --log-every 0 --num-layers 1 --num-heads 1 --embed-dim 4 --block-size 16 --threads 1";

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "one process cannot signal another there")
    void aSignalEndsTheStepSavesAndTellsHowToGoOn() throws Exception {
        Files.writeString(folder.resolve("corpus.txt"), "one line\nand a second\n\nthe fourth");
        interrupt(start(TRAIN), StopSignal.TERM);
        interrupt(start(TRAIN + " --resume"), StopSignal.INT);
        assertEquals(0, start(TRAIN + " --resume").waitFor(), this::said);
        List<String> metrics = Files.readAllLines(folder.resolve("x.metrics.jsonl"));
        assertEquals(STEPS, metrics.size());
        for (int step = 0; step < metrics.size(); step++) {
            assertTrue(metrics.get(step).startsWith("{\"step\":" + step + ","), metrics.get(step));
        }
        byte[] resumed = Files.readAllBytes(folder.resolve("x"));
        assertEquals(0, start(TRAIN).waitFor(), this::said);
        assertArrayEquals(Files.readAllBytes(folder.resolve("x")), resumed);
    }

    private void interrupt(Process run, StopSignal signal) throws Exception {
        try {
            awaitAStep(run);
            new ProcessBuilder("kill", "-" + signal, String.valueOf(run.pid()))
                    .start()
                    .waitFor();
            assertEquals(signal.exitCode().code(), run.waitFor(), this::said);
        } finally {
            run.destroyForcibly();
        }
        String pattern = "(?s).*charlm: stopped by SIG" + signal + " after step \\d+ of " + STEPS
                + "; go on with: charlm " + TRAIN + " --resume\\s*";
        assertTrue(said().matches(pattern), said());
        assertEquals(
                OptionalInt.of(signal.exitCode().code()),
                RunManifest.read(folder.resolve("x.run.json")).exitCode());
        assertFalse(Files.exists(folder.resolve("x")));
        assertTrue(Files.exists(folder.resolve("x.state/latest")));
        assertFalse(Files.exists(folder.resolve("x.lock")));
    }

    private Process start(String commandLine) {
        return new ChildJvm(Main.class, commandLine.split(" ")).start(folder);
    }

    private void awaitAStep(Process run) throws Exception {
        Path metrics = folder.resolve("x.metrics.jsonl");
        long before = Files.exists(metrics) ? Files.size(metrics) : 0;
        while (!Files.exists(metrics) || Files.size(metrics) == before) {
            assertTrue(run.isAlive(), this::said);
            Thread.sleep(5);
        }
    }

    private String said() {
        try {
            return Files.readString(folder.resolve("child.err")) + Files.readString(folder.resolve("child.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void theFirstSignalAsksAndTheSecondHalts() {
        List<Integer> halts = new ArrayList<>();
        List<StopSignal> asked = new ArrayList<>();
        ProcessSignals signals = new ProcessSignals(Duration.ofDays(1), halts::add);
        AtomicBoolean before = new AtomicBoolean();
        signals.received(StopSignal.INT, before, asked::add);
        assertEquals(List.of(StopSignal.INT), asked);
        assertEquals(List.of(), halts);
        signals.received(StopSignal.TERM, before, asked::add);
        assertEquals(List.of(StopSignal.INT), asked);
        assertEquals(List.of(143), halts);
    }

    @Test
    void aRunThatDoesNotEndInTimeIsHalted() throws InterruptedException {
        CountDownLatch halted = new CountDownLatch(1);
        List<Integer> codes = new ArrayList<>();
        ProcessSignals signals = new ProcessSignals(Duration.ZERO, code -> {
            codes.add(code);
            halted.countDown();
        });
        signals.received(StopSignal.TERM, new AtomicBoolean(), signal -> {});
        assertTrue(halted.await(1, TimeUnit.MINUTES));
        assertEquals(List.of(143), codes);
    }

    @Test
    void theCommandToGoOnIsTheSameWithResume() {
        CommandContext plain = new CommandContext(null, folder, StopSignals.NONE, "pretrain", "a/b.txt", "--seed=1");
        assertEquals("charlm pretrain a/b.txt --seed=1", plain.commandLine());
        assertEquals("charlm pretrain a/b.txt --seed=1 --resume", plain.resumingCommandLine());
        CommandContext resumed = new CommandContext(null, folder, StopSignals.NONE, "pretrain", "--resume");
        assertEquals("charlm pretrain --resume", resumed.resumingCommandLine());
    }
}
