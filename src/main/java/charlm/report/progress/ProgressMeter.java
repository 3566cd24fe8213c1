package charlm.report.progress;

import charlm.tensor.Rounding;
import charlm.train.TrainingListener.StepReport;
import java.util.function.LongSupplier;

/** Counts steps and characters, and derives the speed and the time left. */
final class ProgressMeter {
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private long planned;
    private int stepsPerEpoch;
    private long stepsHere;
    private long startNanos;
    private long firstStepNanos;
    private long characters;
    private long charactersSinceNanos;

    ProgressMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Begins to count. The steps of an earlier process do not count: it may have been faster or slower. */
    void start(long planned, int stepsPerEpoch) {
        this.planned = planned;
        this.stepsPerEpoch = stepsPerEpoch;
        stepsHere = 0;
        characters = 0;
        startNanos = nanoTime.getAsLong();
        charactersSinceNanos = startNanos;
    }

    void count(StepReport report) {
        characters += report.scoredTargets();
        if (++stepsHere == 1) {
            firstStepNanos = nanoTime.getAsLong();
        }
    }

    /** Returns the status after the step just counted, with the speed since the last call. */
    ProgressStatus status(StepReport report) {
        long now = nanoTime.getAsLong();
        double speed = characters / ((now - charactersSinceNanos) / NANOS_PER_SECOND);
        characters = 0;
        charactersSinceNanos = now;
        int epochs = (int) Rounding.divideUp(planned, stepsPerEpoch);
        return new ProgressStatus(report, planned, epochs, speed, (planned - report.step() - 1) * secondsAStep(now));
    }

    /** Leaves the first step out where there are others: it plans and compiles, and may take ten times as long. */
    private double secondsAStep(long now) {
        return stepsHere > 1
                ? (now - firstStepNanos) / NANOS_PER_SECOND / (stepsHere - 1)
                : (now - startNanos) / NANOS_PER_SECOND;
    }
}
