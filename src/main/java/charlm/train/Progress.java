package charlm.train;

/**
 * How far a training run has come. Everything else that moves (the epoch, the batch within it, the learning rate) follows
 * from these numbers.
 *
 * @param step batches done, those that were dropped included
 * @param updates changes made to the parameters, the count of AdamW's bias correction
 * @param tokensSeen what the learning rate follows
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

    /** Returns how many batches were dropped. */
    public long skipped() {
        return step - updates;
    }
}
