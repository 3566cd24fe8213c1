package charlm.bench;

import charlm.nn.ModelConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The time that one workload took with one model: steps on full batches, or passes through a file of questions. The model
 * that answers is untrained, so its answers are mostly as long as they may get: an evaluation cannot take longer.
 *
 * @param size examples of a batch, or questions of a pass
 * @param passes timed steps, or passes
 * @param firstSeconds of the very first one, which also prepares the engine's primitives and buffers
 * @param training of the timed steps; empty for an evaluation
 * @param profile empty if it was not asked for
 */
public record BenchResult(
        Workload workload,
        ModelConfig model,
        int size,
        Timings passes,
        double firstSeconds,
        Optional<Training> training,
        Optional<ProfileReport> profile) {
    static final double GIGA = 1e9;

    /**
     * The work of the timed steps.
     *
     * @param lastLoss mean nats per scored target of the last step
     */
    public record Training(long scoredCharacters, long flops, double lastLoss) {}

    /**
     * Returns the measured numbers by name, their units in the names, {@code _s} for seconds.
     *
     * @param matmulPeak floating-point operations a second of a plain matrix product
     */
    public Map<String, Object> figures(double matmulPeak) {
        Map<String, Object> figures = new LinkedHashMap<>();
        String pass = training.isPresent() ? "step" : "pass";
        int count = passes.seconds().size();
        figures.put(training.isPresent() ? "batch_size" : "questions", size);
        figures.put(training.isPresent() ? "steps" : "passes", count);
        figures.put(pass + "_median_s", passes.median());
        figures.put(pass + "_min_s", passes.min());
        figures.put("first_" + pass + "_s", firstSeconds);
        training.ifPresentOrElse(
                work -> {
                    double flopsPerSecond = work.flops() / passes.total();
                    figures.put("scored_characters_per_s", work.scoredCharacters() / passes.total());
                    figures.put("gflop_per_step", work.flops() / GIGA / count);
                    figures.put("gflops", flopsPerSecond / GIGA);
                    figures.put("share_of_peak", flopsPerSecond / matmulPeak);
                    figures.put("last_loss", work.lastLoss());
                },
                () -> figures.put("questions_per_s", size / passes.median()));
        return figures;
    }
}
