package charlm.cli;

import charlm.cli.option.ProblemsException;
import charlm.cli.signal.StoppedException;
import charlm.data.CodePoints;
import charlm.experiment.ExitCode;
import charlm.experiment.RunChangedException;
import charlm.tensor.ClassPathJars;
import charlm.tensor.NativeMemory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Turns what a command throws into one line and an exit code. */
final class Failures {
    private final PrintWriter err;
    private final ErrorFile errorFile;
    private final boolean stackTrace;
    private final UnaryOperator<String> asTyped;

    /** @param asTyped puts the names of flags into a message as they were typed */
    Failures(PrintWriter err, ErrorFile errorFile, boolean stackTrace, UnaryOperator<String> asTyped) {
        this.err = err;
        this.errorFile = errorFile;
        this.stackTrace = stackTrace;
        this.asTyped = asTyped;
    }

    /** Reports what a command has thrown and returns its exit code, the first one's where there are several. */
    ExitCode report(Throwable failure) {
        if (failure instanceof ProblemsException all) {
            return all.problems().stream().map(this::report).toList().get(0);
        }
        Optional<String> jarFault = failure instanceof LinkageError ? ClassPathJars.firstFault() : Optional.empty();
        ExitCode code = jarFault.isPresent() ? ExitCode.FILES : code(failure);
        List<String> trace = trace(failure);
        // an internal error that cannot be repeated must not be lost
        Optional<Path> file = code == ExitCode.BUG ? errorFile.write(trace) : Optional.empty();
        print("charlm: " + jarFault.orElseGet(() -> message(failure, code, file)));
        if (failure instanceof RunChangedException changed) {
            changed.table().forEach(this::print);
        }
        if (stackTrace || code == ExitCode.BUG && file.isEmpty()) {
            trace.forEach(this::print);
        }
        err.flush();
        return code;
    }

    private static ExitCode code(Throwable failure) {
        return failure instanceof StoppedException stopped ? stopped.signal().exitCode() : ExitCode.of(failure);
    }

    private String message(Throwable failure, ExitCode code, Optional<Path> file) {
        if (code == ExitCode.BUG) {
            return "internal error: " + failure + "; please report it "
                    + file.map(written -> "and attach " + written).orElse("with these lines:");
        }
        return NativeMemory.ranOut(failure) ? outOfMemory(failure) : asTyped.apply(failure.getMessage());
    }

    private static String outOfMemory(Throwable failure) {
        return "out of memory (" + failure.getMessage() + "); files and states written before are whole. Free memory,"
                + " make the model smaller, or, if it is the Java heap, allow more with CHARLM_JAVA_OPTS=-Xmx4g";
    }

    private static List<String> trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString()
                .lines()
                .map(line -> line.replaceFirst("^\t", "    "))
                .toList();
    }

    /** Messages could hold control characters from a file's name or contents, which never reach the terminal. */
    private void print(String line) {
        err.println(CodePoints.printable(line));
    }
}
