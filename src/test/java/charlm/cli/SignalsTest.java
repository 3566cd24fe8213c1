package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.ChildJvm;
import charlm.Said;
import charlm.cli.command.CommandContext;
import charlm.cli.signal.ProcessSignals;
import charlm.cli.signal.StopSignal;
import charlm.cli.signal.StopSignals;
import charlm.report.RunManifest;
import java.io.BufferedReader;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who asks a run to end gets it ended, and nothing is lost. */
final class SignalsTest {
    /** As many as fill a pipe with their log several times over. */
    private static final int STEPS = 2000;

    private static final String TRAIN = "pretrain vanilla corpus.txt --writing_params_path x --max-epochs 1000"
            + " --batch-size 2 --log-every 1 --num-layers 1 --num-heads 1 --embed-dim 4 --block-size 16 --threads 1"
            + " --precision fp32"; // auto is measured, so that each process might choose anew

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "one process cannot signal another there")
    void aSignalEndsTheStepSavesAndTellsHowToGoOn() throws Exception {
        Files.writeString(folder.resolve("corpus.txt"), "one line\nand a second\n\nthe fourth");
        interrupt(TRAIN, StopSignal.TERM);
        interrupt(TRAIN + " --resume", StopSignal.INT);
        finish(TRAIN + " --resume");
        List<String> metrics = Files.readAllLines(folder.resolve("x.metrics.jsonl"));
        assertEquals(STEPS, metrics.size());
        for (int step = 0; step < metrics.size(); step++) {
            assertTrue(metrics.get(step).startsWith("{\"step\":" + step + ","), metrics.get(step));
        }
        byte[] resumed = Files.readAllBytes(folder.resolve("x"));
        finish(TRAIN);
        assertArrayEquals(Files.readAllBytes(folder.resolve("x")), resumed);
    }

    /** However slow this test is, the run cannot end before the signal: what it logs is not read until then. */
    private void interrupt(String commandLine, StopSignal signal) throws Exception {
        Process run = child(commandLine).withDefaultSignals().startPiped(folder);
        String said;
        try (BufferedReader output = run.inputReader()) {
            String start = readToAStep(output);
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + run.pid())
                    .start()
                    .waitFor();
            said = start + output.lines().collect(Collectors.joining("\n"));
            assertEquals(signal.exitCode().code(), run.waitFor(), said);
        } finally {
            run.destroyForcibly();
        }
        String pattern = "(?s).*charlm: stopped by SIG" + signal + " after step \\d+ of " + STEPS
                + "; continue with: charlm " + TRAIN + " --resume\\s*";
        assertTrue(said.matches(pattern), said);
        assertEquals(
                OptionalInt.of(signal.exitCode().code()),
                RunManifest.read(folder.resolve("x.run.json")).execution().exitCode());
        assertFalse(Files.exists(folder.resolve("x")));
        assertTrue(Files.exists(folder.resolve("x.state/latest")));
        assertFalse(Files.exists(folder.resolve("x.lock")));
    }

    private static String readToAStep(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        String line;
        do {
            line = output.readLine();
            assertNotNull(line, () -> "the run ended: " + said);
            said.append(line).append('\n');
        } while (!line.contains(" step "));
        return said.toString();
    }

    private void finish(String commandLine) throws Exception {
        assertEquals(0, child(commandLine).start(folder).waitFor(), () -> Said.in(folder.resolve("child.err")));
    }

    private static ChildJvm child(String commandLine) {
        return new ChildJvm(Main.class, commandLine.split(" "));
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
        assertTrue(halted.await(1, TimeUnit.HOURS));
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
