package charlm.train;

/** The learning rate over a run, as multiples of its peak; {@link ScheduleConfig} makes one. */
@FunctionalInterface
public interface LearningRateSchedule {
    /** Returns the multiplier in the step that follows {@code before}. */
    double multiplier(Progress before);
}
