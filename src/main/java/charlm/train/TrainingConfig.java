package charlm.train;

/**
 * The numbers of a training run; refuses to be wrong.
 *
 * @param maxEpochs how often the data set is read, at least 1
 * @param maxSteps stop after so many optimiser steps; 0 for no such limit
 * @param learningRate the rate at multiplier 1
 * @param optimizer how parameters move along their gradients
 * @param weightDecay decoupled, times the rate in force
 * @param schedule how the rate follows the run
 * @param seed of dropout
 * @param onNonFinite what to do with a batch whose loss or gradient is NaN or infinite
 */
public record TrainingConfig(
        int maxEpochs,
        long maxSteps,
        double learningRate,
        OptimizerKind optimizer,
        double weightDecay,
        LearningRateSchedule schedule,
        long seed,
        NonFinite onNonFinite) {

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

    /** Returns how many steps that is when an epoch has {@code stepsPerEpoch}. */
    public long steps(int stepsPerEpoch) {
        long steps = (long) maxEpochs * stepsPerEpoch;
        return maxSteps > 0 ? Math.min(steps, maxSteps) : steps;
    }

    /** Returns the same, ending after {@code steps} steps at most. */
    public TrainingConfig upTo(long steps) {
        return new TrainingConfig(
                maxEpochs,
                maxSteps > 0 ? Math.min(maxSteps, steps) : steps,
                learningRate,
                optimizer,
                weightDecay,
                schedule,
                seed,
                onNonFinite);
    }

    /** Returns the same with another schedule. */
    public TrainingConfig following(LearningRateSchedule schedule) {
        return new TrainingConfig(
                maxEpochs, maxSteps, learningRate, optimizer, weightDecay, schedule, seed, onNonFinite);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
