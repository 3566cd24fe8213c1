package charlm.train;

/** How the learning rate follows a run. */
public sealed interface LearningRateSchedule permits TokenCosine, StepCosine {

    /** Returns what the rate is multiplied with in the step that follows {@code before}. */
    double multiplier(Progress before);
}
