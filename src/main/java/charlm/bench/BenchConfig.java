package charlm.bench;

import charlm.experiment.config.EngineConfig;
import charlm.model.RequestedShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to time and how often.
 *
 * @param data a folder with wiki.txt and the question files; empty for the embedded demo corpus
 * @param shapes one model each
 * @param steps full batches that are timed
 * @param warmupSteps steps before them, which are not
 * @param evaluations times the questions are answered
 * @param batchSize empty for the task's own
 * @param profile whether to time every operation of the engine as well
 */
public record BenchConfig(
        Optional<Path> data,
        List<RequestedShape> shapes,
        List<Workload> workloads,
        int steps,
        int warmupSteps,
        int evaluations,
        Optional<Integer> batchSize,
        double dropout,
        long seed,
        EngineConfig engine,
        boolean profile) {
    public static final int DEFAULT_STEPS = 20;
    public static final int DEFAULT_WARMUP_STEPS = 5;
    public static final int DEFAULT_EVALUATIONS = 3;

    public BenchConfig {
        require(steps >= 1, "steps must be at least 1, got steps=" + steps);
        require(warmupSteps >= 0, "warmupSteps must not be negative, got warmupSteps=" + warmupSteps);
        require(evaluations >= 1, "evaluations must be at least 1, got evaluations=" + evaluations);
        require(!shapes.isEmpty() && !workloads.isEmpty(), "there must be a model and a workload to time");
        shapes = List.copyOf(shapes);
        workloads = List.copyOf(workloads);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
