package charlm.train;

/**
 * A loss or gradient that is NaN or infinite; the message tells the step, the documents or questions of its batch, the norms
 * and the rate.
 */
public final class DivergedException extends RuntimeException {
    public DivergedException(String problem) {
        super(problem);
    }

    /** Adds to the message what is left to go on from. */
    public DivergedException(DivergedException cause, String wayOut) {
        super(cause.getMessage() + wayOut, cause);
    }
}
