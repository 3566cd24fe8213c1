package charlm.cli.signal;

import charlm.experiment.ExitCode;

/** The signals that ask a process to end, by their names without SIG. */
public enum StopSignal {
    INT(ExitCode.INTERRUPTED),
    TERM(ExitCode.TERMINATED);

    private final ExitCode exitCode;

    StopSignal(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
