package charlm.cli;

import charlm.experiment.ExitCode;

/** The signals that ask a process to end, by their names without SIG. */
enum StopSignal {
    INT(ExitCode.INTERRUPTED),
    TERM(ExitCode.TERMINATED);

    private final ExitCode exitCode;

    StopSignal(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
