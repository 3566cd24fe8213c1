package charlm.tensor;

/** An engine cannot run on this machine or in this build; the message is one line that says why and what to do. */
public final class EngineUnavailableException extends RuntimeException {
    public EngineUnavailableException(String message) {
        super(message);
    }

    public EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
