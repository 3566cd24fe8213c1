package charlm.cli;

import charlm.checkpoint.CheckpointException;
import charlm.checkpoint.OutputException;
import charlm.data.CodePoints;
import charlm.data.InputException;
import charlm.tensor.EngineUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;

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
        } catch (RuntimeException e) {
            err.println("charlm: this is a bug of charlm: " + CodePoints.printable(e.toString()));
            printTrace(e, err);
            err.flush();
            return ExitCode.BUG;
        }
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
    private static void printTrace(RuntimeException e, PrintWriter err) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace, true));
        trace.toString()
                .lines()
                .map(line -> line.replaceFirst("^\t", "    "))
                .forEach(line -> err.println(CodePoints.printable(line)));
    }
}
