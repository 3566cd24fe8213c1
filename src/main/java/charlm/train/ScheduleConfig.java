package charlm.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The choice of a learning-rate schedule, before the length of the run is known. A further schedule is a further kind.
 *
 * @param warmupSteps steps of the linear warmup; the reference's schedule has its own, in tokens
 * @param finalRate the learning rate of the last step, as a fraction of the peak
 */
public record ScheduleConfig(Kind kind, int warmupSteps, double finalRate) {
    /** The reference's schedule. */
    public static final ScheduleConfig REFERENCE = new ScheduleConfig(Kind.TOKEN_COSINE, 0, 0);

    /** The form of a schedule. */
    public enum Kind {
        /** The reference's: a cosine over tokens, whose length the corpus sets. */
        TOKEN_COSINE,
        /** A cosine over steps that ends with the run. */
        STEP_COSINE
    }

    /** Returns a warmup and a cosine that ends with the run. */
    public static ScheduleConfig cosine(int warmupSteps, double finalRate) {
        return new ScheduleConfig(Kind.STEP_COSINE, warmupSteps, finalRate);
    }

    /** Returns a schedule over steps with this warmup. */
    public ScheduleConfig withWarmupSteps(int steps) {
        return new ScheduleConfig(overSteps(), steps, finalRate);
    }

    /** Returns a schedule over steps that ends at this fraction of the peak. */
    public ScheduleConfig withFinalRate(double fraction) {
        return new ScheduleConfig(overSteps(), warmupSteps, fraction);
    }

    private Kind overSteps() {
        return kind == Kind.TOKEN_COSINE ? Kind.STEP_COSINE : kind;
    }

    /** Returns the schedule of a run of {@code steps} steps, on a corpus of {@code documents} documents. */
    public LearningRateSchedule over(long steps, int documents, int blockSize) {
        return switch (kind) {
            case TOKEN_COSINE -> TokenCosine.forCorpus(documents, blockSize);
            case STEP_COSINE -> new StepCosine(Math.min(warmupSteps, steps), steps, finalRate);
        };
    }

    /** Returns what a run writes down about its schedule: nothing about the reference's. */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        if (kind != Kind.TOKEN_COSINE) {
            fields.put("warmup_steps", String.valueOf(warmupSteps));
            fields.put("final_rate", String.valueOf(finalRate));
        }
        return fields;
    }
}
