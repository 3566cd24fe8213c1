package charlm.train;

/** A thread-safe request to stop after the current step. The first one counts. */
public final class StopRequest {
    private volatile boolean asked;
    private volatile int exitCode;

    /** Requests the stop; the process then ends with {@code exitCode}. */
    public synchronized void stop(int exitCode) {
        if (!asked) {
            this.exitCode = exitCode;
            asked = true;
        }
    }

    /** Returns whether a stop was requested. */
    public boolean isAsked() {
        return asked;
    }

    /** Returns the exit code of the process; 0 while no stop was requested. */
    public int exitCode() {
        return exitCode;
    }
}
