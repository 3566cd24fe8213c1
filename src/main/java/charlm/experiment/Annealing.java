package charlm.experiment;

import charlm.train.EndingCosine;

/**
 * A rate that rises, then falls along a cosine until the run ends.
 *
 * @param warmupSteps of the rise
 * @param floor what is left of the rate in the last step, as a share
 */
public record Annealing(int warmupSteps, double floor) {
    EndingCosine over(long steps) {
        return new EndingCosine(Math.min(warmupSteps, steps), steps, floor);
    }
}
