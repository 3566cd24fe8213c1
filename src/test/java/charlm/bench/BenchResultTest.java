package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BenchResultTest {
    private static final ModelConfig MODEL = new ModelConfig(Variant.VANILLA, 6, 8, 1, 1, 4, 0);
    private static final Timings PASSES = new Timings(List.of(2.0, 1.0, 5.0));

    @Test
    void aTrainingResultHasTheRatesOfItsTimedSteps() {
        BenchResult result = new BenchResult(
                Workload.PRETRAIN,
                MODEL,
                128,
                PASSES,
                9,
                Optional.of(new BenchResult.Training(800, 24_000_000_000L, 1.5)),
                Optional.empty());
        assertEquals(
                Map.of(
                        "batch_size", 128,
                        "steps", 3,
                        "step_median_s", 2.0,
                        "step_min_s", 1.0,
                        "first_step_s", 9.0,
                        "scored_characters_per_s", 100.0,
                        "gflop_per_step", 8.0,
                        "gflops", 3.0,
                        "share_of_peak", 0.25,
                        "last_loss", 1.5),
                result.figures(12e9));
    }

    @Test
    void anEvaluationHasTheRateOfItsMedianPass() {
        BenchResult result =
                new BenchResult(Workload.EVALUATE, MODEL, 500, PASSES, 2, Optional.empty(), Optional.empty());
        assertEquals(
                Map.of(
                        "questions", 500,
                        "passes", 3,
                        "pass_median_s", 2.0,
                        "pass_min_s", 1.0,
                        "first_pass_s", 2.0,
                        "questions_per_s", 250.0),
                result.figures(12e9));
    }
}
