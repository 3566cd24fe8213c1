package charlm.train;

/**
 * The numbers of a training run; refuses to be wrong.
 *
 * @param maxEpochs how often the data set is read, at least 1
 * @param maxSteps stop after so many optimiser steps; 0 for no such limit
 * @param learningRate the rate at multiplier 1
 * @param weightDecay decoupled, times the rate in force
 * @param schedule how the rate follows the tokens seen
 * @param seed of dropout
 */
public record TrainingConfig(
        int maxEpochs,
        long maxSteps,
        double learningRate,
        double weightDecay,
        LearningRateSchedule schedule,
        long seed) {

    public TrainingConfig {
        require(maxEpochs >= 1, "maxEpochs must be at least 1, got maxEpochs=" + maxEpochs);
        require(maxSteps >= 0, "maxSteps must not be negative, got maxSteps=" + maxSteps);
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be positive, got learningRate=" + learningRate);
        require(
                weightDecay >= 0 && Double.isFinite(weightDecay),
                "weightDecay must not be negative, got weightDecay=" + weightDecay);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
