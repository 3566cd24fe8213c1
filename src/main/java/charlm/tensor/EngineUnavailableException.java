package charlm.tensor;

/** An engine that cannot run on this machine; the message is one line that says why and what to do instead. */
public final class EngineUnavailableException extends RuntimeException {
    public EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
