package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.BatchLoader;
import charlm.data.Dataset;
import charlm.data.Example;
import charlm.data.MicroBatch;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.config.Task;
import charlm.model.LanguageModel;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import charlm.train.Trainer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TrainingBenchTest {
    private static final int BATCH = 4;
    private static final int SCORED_ROWS = 4;
    private static final int SCORED_EACH = 3;
    private static final ModelConfig MODEL = new ModelConfig(Variant.VANILLA, 6, 8, 1, 1, 4, 0);

    /** Four rows with three scored targets, and one with one that makes a short batch of its own. */
    private static final class FiveRows implements Dataset {
        @Override
        public int size() {
            return SCORED_ROWS + 1;
        }

        @Override
        public int width() {
            return 5;
        }

        @Override
        public Example example(int epoch, int index) {
            return index < SCORED_ROWS
                    ? new Example(new int[] {2, 3, 4, 5}, new int[] {3, 4, 5})
                    : new Example(new int[] {2, 3}, new int[] {3});
        }
    }

    private static BenchConfig config(int steps, int warmupSteps, Optional<Integer> batchSize, boolean profile) {
        return new BenchConfig(
                Optional.empty(),
                List.of(RequestedShape.of(Variant.VANILLA)),
                List.of(Workload.PRETRAIN),
                new BenchConfig.Settings(steps, warmupSteps, 1, batchSize, 0, 1),
                EngineConfig.AUTO,
                profile);
    }

    private static BenchResult run(BenchConfig config) {
        try (Engine engine = Engines.open(EngineChoice.AUTO, 1)) {
            Profile profile = new Profile();
            LanguageModel model = LanguageModel.create(MODEL, ProfilingEngine.watch(engine, profile), 0);
            model.parameters().initialize(1);
            return new TrainingBench(config, new FiveRows(), Task.PRETRAIN, profile).run(Workload.PRETRAIN, model, 5);
        }
    }

    @Test
    void onlyFullBatchesAfterTheWarmupAreTimedAndCounted() {
        BenchResult result = run(config(3, 2, Optional.of(BATCH), false));
        assertEquals(BATCH, result.size());
        assertEquals(3, result.passes().seconds().size());
        assertEquals(
                3 * SCORED_ROWS * SCORED_EACH, result.training().orElseThrow().scoredCharacters());
        try (Engine engine = Engines.open(EngineChoice.AUTO, 1)) {
            List<MicroBatch> microBatches =
                    Trainer.microBatches(new BatchLoader(new FiveRows(), BATCH).batch(0, 0), engine);
            assertEquals(
                    3 * FlopCount.of(LanguageModel.create(MODEL, engine, 0), microBatches),
                    result.training().orElseThrow().flops());
        }
        assertTrue(result.profile().isEmpty());
    }

    @Test
    void theProfileIsThatOfEveryStepAfterTheWarmup() {
        ProfileReport profile =
                run(config(2, 1, Optional.of(BATCH), true)).profile().orElseThrow();
        assertEquals(4, profile.passes()); // steps 0, full, to warm up; 1, 3 short; 2, 4 full
        long norms = profile.entries().stream()
                .filter(entry -> entry.operation().equals("squaredNorm"))
                .mapToLong(Profile.OperationTime::calls)
                .sum();
        assertEquals(4, norms, "one a pass");
        assertTrue(profile.elsewhereSeconds() >= 0, profile.toString());
    }

    @Test
    void aBatchLargerThanTheDataIsAllOfThem() {
        BenchResult result = run(config(1, 0, Optional.empty(), false));
        assertEquals(SCORED_ROWS + 1, result.size());
        assertEquals(
                SCORED_ROWS * SCORED_EACH + 1, result.training().orElseThrow().scoredCharacters());
    }
}
