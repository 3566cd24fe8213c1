package charlm.train;

/** A loss or gradient that is NaN or infinite; the message tells the step, the rate, the norms and the documents. */
public final class DivergedException extends RuntimeException {
    public DivergedException(String problem) {
        super(problem);
    }

    /** Adds to the message what is left to go on from. */
    public DivergedException(DivergedException cause, String wayOut) {
        super(cause.getMessage() + wayOut, cause);
    }
}
