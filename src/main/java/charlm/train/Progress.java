package charlm.train;

/**
 * The progress of a training run. The epoch, the batch within it and the learning rate follow from these numbers.
 *
 * @param step batches done, dropped ones included
 * @param updates updates of the parameters, which AdamW's bias correction counts
 * @param tokensSeen tokens of those updates, which the reference's schedule follows
 * @param lastLoss of the last batch that was not dropped; NaN before the first
 */
public record Progress(long step, long updates, long tokensSeen, double lastLoss) {
    /** Nothing done yet. */
    public static final Progress START = new Progress(0, 0, 0, Double.NaN);

    public Progress {
        if (step < 0 || updates < 0 || updates > step || tokensSeen < 0) {
            throw new IllegalArgumentException(
                    "no run can have come to step=" + step + ", updates=" + updates + ", tokensSeen=" + tokensSeen);
        }
    }

    /** Returns the number of dropped batches. */
    public long skipped() {
        return step - updates;
    }
}
