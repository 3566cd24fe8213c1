package charlm.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.data.InputException;
import charlm.data.UsageException;
import charlm.files.OutputException;
import charlm.tensor.EngineUnavailableException;
import charlm.train.DivergedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts are written against these numbers, so they stay as the README and the help tell them. */
final class ExitCodeTest {
    private static final Path FILE = Path.of("x");

    @Test
    void theNumbersAreThoseThatAreDocumented() {
        assertEquals(
                List.of(
                        "DONE 0",
                        "BUG 1",
                        "USAGE 2",
                        "INPUT_DATA 3",
                        "PARAMETER_FILE 4",
                        "FILES 5",
                        "DIVERGED 6",
                        "MEMORY 7",
                        "INTERRUPTED 130",
                        "TERMINATED 143"),
                Stream.of(ExitCode.values())
                        .map(code -> code + " " + code.code())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasItsNumber(Throwable failure, int number) {
        assertEquals(number, ExitCode.of(failure).code());
    }

    private static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new NullPointerException(), 1),
                arguments(new IllegalStateException("x"), 1),
                arguments(new UncheckedIOException(new IOException("x")), 1),
                arguments(new AssertionError("x"), 1),
                arguments(new IllegalArgumentException("x"), 1),
                arguments(new NumberFormatException("x"), 1),
                arguments(new UsageException("x"), 2),
                arguments(new EngineUnavailableException("x"), 2),
                arguments(new InputException(Path.of("x"), "y"), 3),
                arguments(new CheckpointException(FILE, "x"), 4),
                arguments(new RunChangedException("x", List.of()), 4),
                arguments(new OutputException(FILE, "x"), 5),
                arguments(new DivergedException("x"), 6),
                arguments(new MemoryException("x"), 7),
                arguments(new OutOfMemoryError(), 7));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void memoryThatRanOutBeneathAnotherFailureIsWhatEndedTheRun(Throwable cause) {
        assertEquals(
                7,
                ExitCode.of(new IllegalStateException("a step failed", cause)).code());
        assertEquals(
                7,
                ExitCode.of(new CheckpointException(FILE, "cannot be read", cause))
                        .code());
    }

    private static Stream<Throwable> causes() {
        return Stream.of(new OutOfMemoryError(), new RuntimeException("std::bad_alloc"));
    }
}
