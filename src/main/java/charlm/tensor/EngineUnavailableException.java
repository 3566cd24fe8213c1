package charlm.tensor;

import java.io.IOException;

/**
 * An engine cannot run on this machine, in this build or at this size; the message is one line with reason and way out.
 */
public final class EngineUnavailableException extends RuntimeException {
    public EngineUnavailableException(String message) {
        super(message);
    }

    public EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns whether a file is the reason: one that cannot be unpacked, read or loaded. */
    public boolean ofFile() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof UnsatisfiedLinkError) {
                return true;
            }
        }
        return false;
    }
}
