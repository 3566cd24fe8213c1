package charlm.train;

import java.util.Optional;

/** A wish, from any thread, that training end once the step under way is done. The first one counts. */
public final class StopRequest {
    private volatile String reason;
    private volatile int exitCode;

    /**
     * Asks for the end.
     *
     * @param reason for people
     * @param exitCode what the process will end with
     */
    public synchronized void stop(String reason, int exitCode) {
        if (this.reason == null) {
            this.exitCode = exitCode;
            this.reason = reason;
        }
    }

    /** Returns why to stop, if that was asked for. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Returns what the process will end with; 0 as long as nobody asked for the end. */
    public int exitCode() {
        return exitCode;
    }
}
