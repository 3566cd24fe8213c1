package charlm.train;

import charlm.checkpoint.Progress;

/** How the learning rate follows a run. */
public sealed interface RateSchedule permits LearningRateSchedule, EndingCosine {

    /** Returns what the rate is multiplied with in the step that follows {@code before}. */
    double multiplier(Progress before);
}
