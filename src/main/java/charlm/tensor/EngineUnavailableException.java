package charlm.tensor;

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
}
