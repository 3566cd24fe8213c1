package charlm.train;

/** The answer to a batch whose loss or gradient is NaN or infinite. It never updates the parameters. */
public enum NonFinite {
    /** End the run. */
    STOP,
    /** Drop the batch and continue with the next. */
    SKIP
}
