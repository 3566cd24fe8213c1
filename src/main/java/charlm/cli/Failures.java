package charlm.cli;

import charlm.cli.command.CommandContext;
import charlm.cli.command.Subcommand;
import charlm.cli.option.ProblemsException;
import charlm.cli.signal.StoppedException;
import charlm.data.CodePoints;
import charlm.experiment.ExitCode;
import charlm.experiment.RunChangedException;
import charlm.tensor.NativeMemory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Turns what a command throws into one line and an exit code. */
public final class Failures {
    private Failures() {}

    static ExitCode guard(Subcommand command, CommandContext context, boolean stackTrace) {
        PrintWriter err = context.streams().err();
        try {
            command.run(context);
            return ExitCode.DONE;
        } catch (ProblemsException e) {
            return reportAll(e, context, stackTrace);
        } catch (RuntimeException | OutOfMemoryError e) {
            if (NativeMemory.ranOut(e)) {
                return outOfMemory(e, err, stackTrace);
            }
            ExitCode code =
                    e instanceof StoppedException stopped ? stopped.signal().exitCode() : ExitCode.of(e);
            if (code == ExitCode.BUG) {
                err.println("charlm: this is a bug of charlm: " + CodePoints.printable(e.toString()));
                printTrace(e, err);
            } else {
                report(e, err, stackTrace);
            }
            err.flush();
            return code;
        }
    }

    private static ExitCode reportAll(ProblemsException all, CommandContext context, boolean stackTrace) {
        List<ExitCode> codes = new ArrayList<>();
        for (RuntimeException problem : all.problems()) {
            codes.add(guard(
                    again -> {
                        throw problem;
                    },
                    context,
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

    private static void report(Throwable e, PrintWriter err, boolean stackTrace) {
        err.println("charlm: " + CodePoints.printable(String.valueOf(e.getMessage())));
        if (e instanceof RunChangedException changed) {
            changed.table().forEach(line -> err.println(CodePoints.printable(line)));
        }
        if (stackTrace) {
            printTrace(e, err);
        }
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
