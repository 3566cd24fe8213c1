package charlm.cli;

import charlm.checkpoint.CheckpointException;
import charlm.checkpoint.OutputException;
import charlm.data.CodePoints;
import charlm.data.InputException;
import charlm.experiment.MemoryException;
import charlm.experiment.RunChangedException;
import charlm.tensor.EngineUnavailableException;
import charlm.tensor.NativeMemory;
import charlm.train.DivergedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Turns what a command throws into one line and an exit code. */
final class Failures {
    private Failures() {}

    static ExitCode guard(Subcommand command, CommandContext context, PrintWriter err, boolean stackTrace) {
        try {
            command.run(context);
            return ExitCode.DONE;
        } catch (InputException e) {
            return report(e, ExitCode.INPUT_DATA, err, stackTrace);
        } catch (CheckpointException e) {
            return report(e, ExitCode.PARAMETER_FILE, err, stackTrace);
        } catch (OutputException e) {
            return report(e, ExitCode.FILES, err, stackTrace);
        } catch (IllegalArgumentException | EngineUnavailableException e) {
            return report(e, ExitCode.USAGE, err, stackTrace);
        } catch (RunChangedException e) {
            ExitCode code = report(e, ExitCode.PARAMETER_FILE, err, stackTrace);
            e.table().forEach(line -> err.println(CodePoints.printable(line)));
            err.flush();
            return code;
        } catch (DivergedException e) {
            return report(e, ExitCode.DIVERGED, err, stackTrace);
        } catch (MemoryException e) {
            return report(e, ExitCode.MEMORY, err, stackTrace);
        } catch (ProblemsException e) {
            return reportAll(e, context, err, stackTrace);
        } catch (StoppedException e) {
            return report(e, e.signal().exitCode(), err, stackTrace);
        } catch (OutOfMemoryError e) {
            return outOfMemory(e, err, stackTrace);
        } catch (RuntimeException e) {
            if (NativeMemory.ranOut(e)) {
                return outOfMemory(e, err, stackTrace);
            }
            err.println("charlm: this is a bug of charlm: " + CodePoints.printable(e.toString()));
            printTrace(e, err);
            err.flush();
            return ExitCode.BUG;
        }
    }

    private static ExitCode reportAll(
            ProblemsException all, CommandContext context, PrintWriter err, boolean stackTrace) {
        List<ExitCode> codes = new ArrayList<>();
        for (RuntimeException problem : all.problems()) {
            codes.add(guard(
                    again -> {
                        throw problem;
                    },
                    context,
                    err,
                    stackTrace));
        }
        return codes.get(0);
    }

    private static ExitCode outOfMemory(Throwable e, PrintWriter err, boolean stackTrace) {
        err.println("charlm: out of memory (" + CodePoints.printable(String.valueOf(e.getMessage()))
                + "); files and states written before are whole. Free memory, make the model smaller, or, if it is the"
                + " Java heap, allow more with CHARLM_JAVA_OPTS=-Xmx4g");
        if (stackTrace) {
            printTrace(e, err);
        }
        err.flush();
        return ExitCode.MEMORY;
    }

    private static ExitCode report(RuntimeException e, ExitCode code, PrintWriter err, boolean stackTrace) {
        err.println("charlm: " + CodePoints.printable(String.valueOf(e.getMessage())));
        if (stackTrace) {
            printTrace(e, err);
        }
        err.flush();
        return code;
    }

    /** Messages in it could hold control characters from a file's name or contents, which never reach the terminal. */
    private static void printTrace(Throwable e, PrintWriter err) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        trace.toString()
                .lines()
                .map(line -> line.replaceFirst("^\t", "    "))
                .forEach(line -> err.println(CodePoints.printable(line)));
    }
}
