package charlm.train;

import java.util.OptionalDouble;

/** Is told what happens during training; side effects of training (logs, curves, saved states) are listeners. */
public interface TrainingListener {

    /** Called before the first step that is made here, which {@link Trainer#progress()} tells. */
    default void onStart(Trainer trainer) {}

    /** Called after the last step that is made here, be it the run's last one or the last before a stop. */
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
     * @param rateAfter the learning rate after the step, which serves from the next step on
     * @param gradientNorm global L2 norm before clipping
     * @param scoredTargets of the batch
     * @param elapsedMillis wall time of the step, without evaluation
     * @param devAccuracy share of right answers of the model as it is after the step, where it was asked
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

        /** Returns how many scored characters were trained on in a second. */
        public double charactersPerSecond() {
            return scoredTargets / (elapsedMillis / MILLIS_PER_SECOND);
        }
    }
}
