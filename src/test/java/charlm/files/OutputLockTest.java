package charlm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs never write one output. */
final class OutputLockTest {
    @TempDir
    private Path folder;

    /** Locks an output, says so by a file, and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (OutputLock lock = OutputLock.acquire(Path.of(arguments[0]))) {
                Files.writeString(Path.of(arguments[0] + ".held"), lock.toString());
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    @Test
    void aSecondRunIsToldWhoHoldsTheOutput() throws IOException {
        Path output = folder.resolve("x");
        try (OutputLock first = OutputLock.acquire(output)) {
            String refused = assertThrows(OutputException.class, () -> OutputLock.acquire(output))
                    .getMessage();
            assertEquals(
                    refused,
                    assertThrows(OutputException.class, () -> OutputLock.checkFree(output))
                            .getMessage());
            String holder = "another run is writing it (process "
                    + ProcessHandle.current().pid() + " itself)";
            assertTrue(refused.startsWith(output + ": " + holder), refused + first);
        }
        assertFalse(Files.exists(folder.resolve("x.lock")));
        OutputLock.acquire(output).close();
    }

    @Test
    void anotherProcessHoldsItUntilItDies() throws Exception {
        Path output = folder.resolve("x");
        Process child = startHolder(output);
        try {
            String refused = assertThrows(OutputException.class, () -> OutputLock.acquire(output))
                    .getMessage();
            assertTrue(refused.contains("(process " + child.pid() + ", since "), refused);
            String looked = assertThrows(OutputException.class, () -> OutputLock.checkFree(output))
                    .getMessage();
            assertEquals(refused, looked);
        } finally {
            child.destroyForcibly().waitFor();
        }
        OutputLock.checkFree(output);
        assertTrue(Files.readString(folder.resolve("x.lock")).contains("process " + child.pid()));
        OutputLock.acquire(output).close();
        assertFalse(Files.exists(folder.resolve("x.lock")));
    }

    /** Returns another process once it holds {@code output}. */
    private Process startHolder(Path output) throws Exception {
        Process child = new ChildJvm(Holder.class, output.toString()).start(folder);
        while (!Files.exists(Path.of(output + ".held"))) {
            assertTrue(child.isAlive(), () -> "the child ended");
            Thread.sleep(10);
        }
        return child;
    }

    /** As in a container, where every run may be process 1. */
    @Test
    void aFileThatNamesThisProcessIsNobodysUnlessItHoldsTheOutput() throws IOException {
        Path output = folder.resolve("x");
        Files.writeString(
                folder.resolve("x.lock"), "process " + ProcessHandle.current().pid() + ", since " + Instant.now());
        OutputLock.checkFree(output);
        OutputLock.acquire(output).close();
    }

    @Test
    void aProcessThatStartedAfterTheFileWasSignedIsNotItsHolder() throws Exception {
        Process child = startHolder(folder.resolve("x"));
        try {
            Path output = folder.resolve("y");
            Path lock = folder.resolve("y.lock");
            Files.writeString(lock, "process " + child.pid() + ", since 2001-02-03T04:05:06Z");
            OutputLock.checkFree(output);
            for (String since : List.of(Instant.now().toString(), "yesterday", "+1000000000-12-31T23:59:59Z")) {
                Files.writeString(lock, "process " + child.pid() + ", since " + since);
                assertThrows(OutputException.class, () -> OutputLock.checkFree(output), since);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aRunThatWasRefusedTakesNothingFromTheOneThatHoldsIt() throws Exception {
        Path output = folder.resolve("x");
        try (OutputLock lock = OutputLock.acquire(output)) {
            assertThrows(OutputException.class, () -> OutputLock.acquire(output), lock::toString);
            Process child = new ChildJvm(Holder.class, output.toString()).start(folder);
            assertEquals(1, child.waitFor());
            assertFalse(Files.exists(folder.resolve("x.held")));
            String said = Files.readString(folder.resolve("child.err"));
            assertTrue(said.contains("(process " + ProcessHandle.current().pid() + ", since "), said);
        }
    }

    @Test
    void twoOutputsDoNotMindEachOther() {
        try (OutputLock x = OutputLock.acquire(folder.resolve("x"));
                OutputLock y = OutputLock.acquire(folder.resolve("y"))) {
            assertEquals(false, x.equals(y));
        }
    }
}
