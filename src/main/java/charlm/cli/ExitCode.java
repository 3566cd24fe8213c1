package charlm.cli;

/** What the process ends with; documented in the README and in {@code --help}. */
enum ExitCode {
    DONE(0),
    BUG(1),
    USAGE(2),
    INPUT_DATA(3),
    PARAMETER_FILE(4),
    FILES(5),
    DIVERGED(6),
    MEMORY(7),
    INTERRUPTED(130),
    TERMINATED(143);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
