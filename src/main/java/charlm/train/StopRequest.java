package charlm.train;

/** A wish, from any thread, that training end once the step under way is done. The first one counts. */
public final class StopRequest {
    private volatile boolean asked;
    private volatile int exitCode;

    /** Asks for the end; the process will then end with {@code exitCode}. */
    public synchronized void stop(int exitCode) {
        if (!asked) {
            this.exitCode = exitCode;
            asked = true;
        }
    }

    /** Returns whether the end was asked for. */
    public boolean isAsked() {
        return asked;
    }

    /** Returns what the process will end with; 0 as long as nobody asked for the end. */
    public int exitCode() {
        return exitCode;
    }
}
