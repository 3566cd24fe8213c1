package charlm.state;

/**
 * The result so far of a run that is evaluated during training.
 *
 * @param correct right answers of the best model so far
 * @param total questions
 * @param step steps that the best model was trained for
 * @param worse evaluations since then, none of them better
 * @param exhausted whether so many of them end the run
 */
public record DevProgress(int correct, int total, long step, int worse, boolean exhausted) {
    public DevProgress {
        if (correct < 0 || total < 1 || correct > total || step < 0 || worse < 0) {
            throw new IllegalArgumentException("no evaluation can have come to correct=" + correct + ", total=" + total
                    + ", step=" + step + ", worse=" + worse);
        }
    }
}
