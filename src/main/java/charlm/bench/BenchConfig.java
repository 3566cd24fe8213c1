package charlm.bench;

import charlm.experiment.config.EngineConfig;
import charlm.model.RequestedShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The models and workloads to time.
 *
 * @param data a folder with wiki.txt and the question files; empty for the embedded demo corpus
 * @param shapes one model each
 * @param profile whether to time every operation of the engine as well
 */
public record BenchConfig(
        Optional<Path> data,
        List<RequestedShape> shapes,
        List<Workload> workloads,
        Settings settings,
        EngineConfig engine,
        boolean profile) {
    public static final int DEFAULT_STEPS = 20;
    public static final int DEFAULT_WARMUP_STEPS = 5;
    public static final int DEFAULT_EVALUATIONS = 3;

    /**
     * The amount of work that is timed.
     *
     * @param steps timed training steps, on full batches
     * @param warmupSteps training steps before them
     * @param evaluations passes through the questions
     * @param batchSize empty for the task's own
     */
    public record Settings(
            int steps, int warmupSteps, int evaluations, Optional<Integer> batchSize, double dropout, long seed) {
        public Settings {
            if (steps < 1 || warmupSteps < 0 || evaluations < 1) {
                throw new IllegalArgumentException(
                        "steps and evaluations must be at least 1 and warmupSteps not negative, got steps=" + steps
                                + ", evaluations=" + evaluations + ", warmupSteps=" + warmupSteps);
            }
        }
    }

    public BenchConfig {
        if (shapes.isEmpty() || workloads.isEmpty()) {
            throw new IllegalArgumentException("there must be a model and a workload to time");
        }
        shapes = List.copyOf(shapes);
        workloads = List.copyOf(workloads);
    }
}
