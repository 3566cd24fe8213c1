package charlm.train;

/**
 * A linear warmup, then half a cosine (Loshchilov and Hutter, 2017) that reaches its floor in the last step of the run.
 *
 * @param warmupSteps the multiplier is 1 in step {@code warmupSteps}, counted from 1
 * @param steps of the whole run
 * @param floor the multiplier of the last step, in [0, 1]
 */
public record StepCosine(long warmupSteps, long steps, double floor) implements LearningRateSchedule {
    public StepCosine {
        if (warmupSteps < 0 || steps < 1 || !(floor >= 0 && floor <= 1)) {
            throw new IllegalArgumentException("warmupSteps must not be negative, steps be positive and floor lie in"
                    + " [0, 1], got warmupSteps=" + warmupSteps + ", steps=" + steps + ", floor=" + floor);
        }
    }

    @Override
    public double multiplier(Progress before) {
        long step = before.step() + 1;
        if (step < warmupSteps) {
            return (double) step / warmupSteps;
        }
        double progress = Math.min(1, (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps));
        return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
}
