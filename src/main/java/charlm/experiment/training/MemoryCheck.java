package charlm.experiment.training;

import charlm.experiment.MemoryException;
import charlm.experiment.config.TrainingRequest;
import charlm.nn.ModelConfig;
import charlm.tensor.NativeMemory;
import charlm.tensor.Precision;
import charlm.train.MemoryEstimate;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Refuses a run that does not fit into memory, before anything is computed. */
final class MemoryCheck {
    private static final double BYTES_PER_GIB = 1L << 30;

    private MemoryCheck() {}

    /** Throws {@link MemoryException} when the run needs more than this machine has left, or than the Java heap may take. */
    static void require(TrainingPlan plan, TrainingRequest request) {
        require(
                plan.inputs().config(),
                workers -> estimate(plan, request, workers),
                request.engine().resolvedWorkers(),
                NativeMemory.availableBytes(),
                Runtime.getRuntime().maxMemory());
    }

    /** Returns the memory of the run, with that of evaluations during training. */
    static MemoryEstimate estimate(TrainingPlan plan, TrainingRequest request) {
        return estimate(plan, request, request.engine().resolvedWorkers());
    }

    private static MemoryEstimate estimate(TrainingPlan plan, TrainingRequest request, int workers) {
        boolean mixed = request.engine().resolvedPrecision() == Precision.BF16;
        ModelConfig model = plan.inputs().config();
        MemoryEstimate training =
                MemoryEstimate.of(model, request.settings().data().batchSize(), workers, mixed);
        return plan.devQuestions()
                .map(questions -> training.withEvaluation(DevMemory.bytes(model, questions, workers)))
                .orElse(training);
    }

    /** Blames the number of threads, each of which takes memory of its own, where fewer of them fit, else the shape. */
    static void require(
            ModelConfig model,
            IntFunction<MemoryEstimate> ofWorkers,
            int workers,
            long availableBytes,
            long maxHeapBytes) {
        MemoryEstimate estimate = ofWorkers.apply(workers);
        IntPredicate fits = fewer -> ofWorkers.apply(fewer).totalBytes() <= availableBytes;
        if (!fits.test(workers) && fits.test(1)) {
            throw new MemoryException(String.format(
                    Locale.ROOT,
                    "training a %s with --threads %d takes about %.1f GiB of memory, %.1f GiB are available; type"
                            + " --threads %d, or fewer",
                    model,
                    workers,
                    estimate.totalBytes() / BYTES_PER_GIB,
                    availableBytes / BYTES_PER_GIB,
                    most(fits, workers)));
        }
        if (!fits.test(workers)) {
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

    /** Returns the most threads that fit, of which 1 does and {@code tooMany} do not. */
    private static int most(IntPredicate fits, int tooMany) {
        int most = 1;
        int unfit = tooMany;
        while (unfit - most > 1) {
            int middle = most + (unfit - most) / 2;
            if (fits.test(middle)) {
                most = middle;
            } else {
                unfit = middle;
            }
        }
        return most;
    }
}
