package charlm.train;

/**
 * When a training run ends.
 *
 * @param maxEpochs passes over the data set, at least 1
 * @param maxSteps the largest number of optimiser steps; 0 for no such limit
 */
public record RunLength(int maxEpochs, long maxSteps) {
    public RunLength {
        if (maxEpochs < 1 || maxSteps < 0) {
            throw new IllegalArgumentException("maxEpochs must be at least 1 and maxSteps not negative, got maxEpochs="
                    + maxEpochs + ", maxSteps=" + maxSteps);
        }
    }

    /** Returns the number of steps when an epoch has {@code stepsPerEpoch}. */
    public long steps(int stepsPerEpoch) {
        return upTo((long) maxEpochs * stepsPerEpoch).maxSteps;
    }

    /** Returns the same with a limit of {@code steps} steps, or the limit that it has if that is lower. */
    public RunLength upTo(long steps) {
        return new RunLength(maxEpochs, maxSteps > 0 ? Math.min(maxSteps, steps) : steps);
    }
}
