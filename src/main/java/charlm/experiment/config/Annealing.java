package charlm.experiment.config;

import charlm.train.StepCosine;

/**
 * A rate that rises, then falls along a cosine until the run ends.
 *
 * @param warmupSteps of the rise
 * @param floor what is left of the rate in the last step, as a share
 */
public record Annealing(int warmupSteps, double floor) {
    public StepCosine over(long steps) {
        return new StepCosine(Math.min(warmupSteps, steps), steps, floor);
    }
}
