package charlm.bench;

import charlm.nn.ModelConfig;
import java.util.Optional;

/**
 * Training steps on full batches.
 *
 * @param batchSize rows of each batch
 * @param firstStepSeconds the very first step, which also prepares the engine's primitives and buffers
 * @param scoredCharacters of all timed steps
 * @param flops of all timed steps
 * @param lastLoss mean nats per scored target of the last step
 */
public record TrainingResult(
        Workload workload,
        ModelConfig model,
        int batchSize,
        Timings steps,
        double firstStepSeconds,
        long scoredCharacters,
        long flops,
        double lastLoss,
        Optional<ProfileReport> profile)
        implements BenchResult {
    /** Returns scored characters a second. */
    public double charactersPerSecond() {
        return scoredCharacters / steps.total();
    }

    /** Returns floating-point operations a second. */
    public double flopsPerSecond() {
        return flops / steps.total();
    }
}
