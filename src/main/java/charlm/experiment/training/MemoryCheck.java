package charlm.experiment.training;

import charlm.experiment.MemoryException;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.config.TrainingRequest;
import charlm.nn.ModelConfig;
import charlm.tensor.NativeMemory;
import charlm.tensor.Precision;
import charlm.train.MemoryEstimate;
import java.util.Locale;

/** Refuses a run that does not fit into memory, before anything is computed. */
final class MemoryCheck {
    private static final double BYTES_PER_GIB = 1L << 30;

    private MemoryCheck() {}

    /** Throws {@link MemoryException} when the run needs more than this machine has left, or than the Java heap may take. */
    static void require(TrainingPlan plan, TrainingRequest request) {
        require(
                plan.inputs().config(),
                estimate(plan, request),
                NativeMemory.availableBytes(),
                Runtime.getRuntime().maxMemory());
    }

    /** Returns the memory of the run, with that of evaluations during training. */
    static MemoryEstimate estimate(TrainingPlan plan, TrainingRequest request) {
        EngineConfig engine = request.engine();
        boolean mixed = engine.resolvedPrecision() == Precision.BF16;
        ModelConfig model = plan.inputs().config();
        int workers = engine.resolvedWorkers();
        MemoryEstimate training =
                MemoryEstimate.of(model, request.settings().data().batchSize(), workers, mixed);
        return plan.devQuestions()
                .map(questions -> training.withEvaluation(DevMemory.bytes(model, questions, workers)))
                .orElse(training);
    }

    static void require(ModelConfig model, MemoryEstimate estimate, long availableBytes, long maxHeapBytes) {
        if (estimate.totalBytes() > availableBytes) {
            throw new MemoryException(String.format(
                    Locale.ROOT,
                    "training a %s takes about %.1f GiB of memory, %.1f GiB are available; make --embed-dim,"
                            + " --num-layers, --num-heads or --block-size smaller, or free memory",
                    model,
                    estimate.totalBytes() / BYTES_PER_GIB,
                    availableBytes / BYTES_PER_GIB));
        }
        if (estimate.heapBytes() > maxHeapBytes) {
            throw new MemoryException(String.format(
                    Locale.ROOT,
                    "saving the state of a %s takes about %.1f GiB of Java heap, which may grow to %.1f GiB; allow more"
                            + " with CHARLM_JAVA_OPTS=-Xmx%dg",
                    model,
                    estimate.heapBytes() / BYTES_PER_GIB,
                    maxHeapBytes / BYTES_PER_GIB,
                    (long) Math.ceil(estimate.heapBytes() / BYTES_PER_GIB) + 1));
        }
    }
}
