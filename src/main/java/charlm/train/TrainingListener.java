package charlm.train;

/** Is told what happens during training; side effects of training (logs, curves) are listeners. */
public interface TrainingListener {

    /** Called after every optimiser step. */
    void onStep(StepReport report);

    /**
     * One optimiser step.
     *
     * @param step counted from 0
     * @param epoch counted from 0
     * @param loss mean nats per scored target of the batch, before the update
     * @param rateAfter the learning rate after the step, which serves from the next step on
     * @param gradientNorm global L2 norm before clipping
     * @param scoredTargets of the batch
     * @param elapsedMillis wall time of the step
     */
    record StepReport(
            long step,
            int epoch,
            double loss,
            double rateAfter,
            double gradientNorm,
            int scoredTargets,
            double elapsedMillis) {}
}
