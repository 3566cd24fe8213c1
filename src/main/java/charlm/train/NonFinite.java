package charlm.train;

/** What to do with a batch whose loss or gradient is NaN or infinite; the parameters are never updated with it. */
public enum NonFinite {
    /** End the run. */
    STOP,
    /** Drop the batch and go on with the next. */
    SKIP
}
