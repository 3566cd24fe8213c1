package charlm.train;

/**
 * The numbers of a training run; {@link TrainingDefaults} has the reference's.
 *
 * @param seed of dropout
 * @param onNonFinite the answer to a batch whose loss or gradient is NaN or infinite
 */
public record TrainingConfig(
        RunLength length, OptimizerConfig optimizer, LearningRateSchedule schedule, long seed, NonFinite onNonFinite) {

    /** Returns the same, ending after {@code steps} steps at most. */
    public TrainingConfig upTo(long steps) {
        return new TrainingConfig(length.upTo(steps), optimizer, schedule, seed, onNonFinite);
    }

    /** Returns the learning rate of the step that follows {@code before}. */
    double learningRate(Progress before) {
        return optimizer.learningRate() * schedule.multiplier(before);
    }
}
