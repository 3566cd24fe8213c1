package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.UsageException;
import charlm.experiment.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An internal error is told apart from a user's mistake, and its trace is kept. */
final class FailuresTest {
    private static final String NAME =
            "charlm-error-\\d{8}-\\d{6}-\\d{3}-" + ProcessHandle.current().pid() + "\\.txt";

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private ExitCode report(Throwable failure, boolean stackTrace, Path... folders) {
        ErrorFile file = new ErrorFile("charlm demo --seed 7", List.of(folders));
        return new Failures(new PrintWriter(err), file, stackTrace, message -> message).report(failure);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Stream<Throwable> internalErrors() {
        return Stream.of(
                new IllegalArgumentException("matmul takes (N, C), got [2, 3]"),
                new NullPointerException("x"),
                new AssertionError("y"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("internalErrors")
    void anInternalErrorIsOneLineThatNamesTheFileWithItsTrace(Throwable failure) throws IOException {
        assertEquals(ExitCode.BUG, report(failure, false, folder));
        Path file = files().get(0);
        assertTrue(file.getFileName().toString().matches(NAME), file.toString());
        assertEquals(
                "charlm: internal error: " + failure + "; please report it and attach " + file.toAbsolutePath()
                        + System.lineSeparator(),
                err.toString());
        List<String> lines = Files.readAllLines(file);
        assertEquals("charlm demo --seed 7", lines.get(1));
        assertTrue(lines.contains(failure.toString()), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("at charlm.cli.FailuresTest")), lines.toString());
    }

    @Test
    void twoInternalErrorsHaveAFileEach() throws Exception {
        report(new IllegalStateException("first"), false, folder);
        Thread.sleep(2); // the name counts milliseconds
        report(new IllegalStateException("second"), false, folder);
        assertEquals(2, files().size());
    }

    @Test
    void aFolderThatCannotBeWrittenToGivesWayToTheNext() throws IOException {
        assertEquals(ExitCode.BUG, report(new IllegalStateException("x"), false, folder.resolve("none"), folder));
        assertTrue(err.toString().contains(files().get(0).toString()), err.toString());
    }

    @Test
    void aTraceThatNoFolderTakesIsPrinted() {
        assertEquals(ExitCode.BUG, report(new IllegalStateException("x"), false, folder.resolve("none")));
        assertTrue(err.toString().contains("internal error: java.lang.IllegalStateException: x"), err.toString());
        assertTrue(err.toString().contains("    at charlm.cli.FailuresTest"), err.toString());
    }

    @Test
    void aTraceIsPrintedTooWhenAskedFor() throws IOException {
        report(new IllegalStateException("x"), true, folder);
        assertEquals(1, files().size());
        assertTrue(err.toString().contains("    at charlm.cli.FailuresTest"), err.toString());
    }

    @Test
    void aUsersMistakeIsOneLineAndNoFile() throws IOException {
        assertEquals(ExitCode.USAGE, report(new UsageException("--threads must not be negative"), false, folder));
        assertEquals("charlm: --threads must not be negative" + System.lineSeparator(), err.toString());
        assertEquals(List.of(), files());
    }

    @Test
    void controlCharactersOfAMessageNeverReachTheTerminal() {
        report(new IllegalStateException("\u001b[2J"), true, folder);
        assertFalse(err.toString().contains("\u001b"), err.toString());
    }
}
