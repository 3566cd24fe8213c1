package charlm.experiment.training;

import charlm.experiment.MemoryException;
import charlm.experiment.config.EngineConfig;
import charlm.nn.ModelConfig;
import charlm.tensor.NativeMemory;
import charlm.tensor.Precision;
import charlm.train.MemoryEstimate;
import java.util.Locale;

/** Refuses, before anything is computed, a run that cannot fit. */
final class MemoryCheck {
    private static final double BYTES_PER_GIB = 1L << 30;

    private MemoryCheck() {}

    /** Throws {@link MemoryException} when the run needs more than this machine has left, or than the Java heap may take. */
    static void require(TrainingPlan plan, EngineConfig engine) {
        require(
                plan.inputs().config(),
                estimate(plan, engine),
                NativeMemory.availableBytes(),
                Runtime.getRuntime().maxMemory());
    }

    /** Returns what the run takes, evaluations on the way included. */
    static MemoryEstimate estimate(TrainingPlan plan, EngineConfig engine) {
        boolean mixed = engine.resolvedPrecision() == Precision.BF16;
        ModelConfig model = plan.inputs().config();
        int workers = engine.resolvedWorkers();
        MemoryEstimate training = MemoryEstimate.of(model, plan.batchSize(), workers, mixed);
        return plan.devQuestions()
                .map(questions -> training.withEvaluation(DevMemory.bytes(model, questions, workers)))
                .orElse(training);
    }

    static void require(ModelConfig model, MemoryEstimate estimate, long availableBytes, long maxHeapBytes) {
        if (estimate.totalBytes() > availableBytes) {
            throw new MemoryException(String.format(
                    Locale.ROOT,
                    "training %s takes about %.1f GiB of memory, %.1f GiB are available; make --embed-dim, --num-layers,"
                            + " --num-heads or --block-size smaller, or free memory",
                    model,
                    estimate.totalBytes() / BYTES_PER_GIB,
                    availableBytes / BYTES_PER_GIB));
        }
        if (estimate.heapBytes() > maxHeapBytes) {
            throw new MemoryException(String.format(
                    Locale.ROOT,
                    "saving the state of %s takes about %.1f GiB of Java heap, which may grow to %.1f GiB; allow more"
                            + " with CHARLM_JAVA_OPTS=-Xmx%dg",
                    model,
                    estimate.heapBytes() / BYTES_PER_GIB,
                    maxHeapBytes / BYTES_PER_GIB,
                    (long) Math.ceil(estimate.heapBytes() / BYTES_PER_GIB) + 1));
        }
    }
}
