package charlm.train;

import java.util.OptionalDouble;

/** Receives the events of training. Its side effects (logs, curves, saved states) are listeners. */
public interface TrainingListener {

    /** Called before the first step of this process. */
    default void onStart(Trainer trainer) {}

    /** Called after the last step of this process: the last one of the run, or the last one before a stop. */
    default void onEnd(Trainer trainer) {}

    /** Called after every optimiser step. */
    void onStep(StepReport report);

    /** Called in place of {@link #onStep} for a batch that was dropped: its loss or its gradient norm is not finite. */
    default void onSkipped(StepReport report) {}

    /**
     * One optimiser step.
     *
     * @param step counted from 0
     * @param epoch counted from 0
     * @param loss mean nats per scored target of the batch, before the update
     * @param rateAfter the learning rate of the next step
     * @param gradientNorm global L2 norm before clipping
     * @param scoredTargets of the batch
     * @param elapsedMillis wall time of the step, without evaluation
     * @param devAccuracy share of correct answers after the step, if it was evaluated
     */
    record StepReport(
            long step,
            int epoch,
            double loss,
            double rateAfter,
            double gradientNorm,
            int scoredTargets,
            double elapsedMillis,
            OptionalDouble devAccuracy) {
        private static final double MILLIS_PER_SECOND = 1e3;

        /** Returns the training speed in scored characters a second. */
        public double charactersPerSecond() {
            return scoredTargets / (elapsedMillis / MILLIS_PER_SECOND);
        }
    }
}
