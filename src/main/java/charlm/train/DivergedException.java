package charlm.train;

/**
 * A loss or gradient that is NaN or infinite. The message has the step, the documents or questions of its batch, the norms
 * and the learning rate.
 */
public final class DivergedException extends RuntimeException {
    public DivergedException(String problem) {
        super(problem);
    }

    /** Adds a way out to the message. */
    public DivergedException(DivergedException cause, String wayOut) {
        super(cause.getMessage() + wayOut, cause);
    }
}
