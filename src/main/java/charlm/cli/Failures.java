package charlm.cli;

import charlm.checkpoint.CheckpointException;
import charlm.checkpoint.OutputException;
import charlm.data.InputException;
import charlm.tensor.EngineUnavailableException;
import java.io.PrintWriter;

/** Turns what a command throws into one line and an exit code. */
final class Failures {
    private Failures() {}

    static ExitCode guard(Subcommand command, CommandContext context, boolean stackTrace) {
        PrintWriter err = context.streams().err();
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
            err.println("charlm: this is a bug of charlm: " + e);
            e.printStackTrace(err);
            err.flush();
            return ExitCode.BUG;
        }
    }

    private static ExitCode report(RuntimeException e, ExitCode code, PrintWriter err, boolean stackTrace) {
        err.println("charlm: " + Printable.line(e.getMessage()));
        if (stackTrace) {
            e.printStackTrace(err);
        }
        err.flush();
        return code;
    }
}
