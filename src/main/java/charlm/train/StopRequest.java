package charlm.train;

import java.util.Optional;

/** A wish, from any thread, that training end once the step under way is done. The first one counts. */
public final class StopRequest {
    private volatile String reason;

    /** Asks for the end; {@code reason} is for people. */
    public synchronized void stop(String reason) {
        if (this.reason == null) {
            this.reason = reason;
        }
    }

    /** Returns why to stop, if that was asked for. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
