package charlm.cli.option;

import charlm.bench.BenchConfig;
import charlm.train.TrainingDefaults;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The amount of work that is timed. */
public final class BenchOptions {
    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "" + BenchConfig.DEFAULT_STEPS,
            description = "Time N steps on full batches (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = {"--warmup-steps", "--warmup_steps"},
            paramLabel = "N",
            defaultValue = "" + BenchConfig.DEFAULT_WARMUP_STEPS,
            description = "Run N steps before the timed ones (default: ${DEFAULT-VALUE}).")
    private int warmupSteps;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            defaultValue = "" + BenchConfig.DEFAULT_EVALUATIONS,
            description = "Answer the questions N times (default: ${DEFAULT-VALUE}).")
    private int evaluations;

    @Option(
            names = {"--batch-size", "--batch_size"},
            paramLabel = "N",
            description = "Number of sequences in a batch (default: that of the recipe reference, or all there are).")
    private Integer batchSize;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "" + TrainingDefaults.DROPOUT,
            description = "Fraction of activations to drop (default: ${DEFAULT-VALUE}).")
    private double dropout;

    @Mixin
    private SeedOption seed;

    public void check(Checks checks) {
        checks.atLeast("--steps", 1, steps)
                .atLeast("--warmup-steps", 0, warmupSteps)
                .atLeast("--evaluations", 1, evaluations)
                .atLeast("--batch-size", 1, batchSize)
                .dropped("--dropout", dropout);
    }

    public BenchConfig.Settings settings() {
        return new BenchConfig.Settings(
                steps, warmupSteps, evaluations, Optional.ofNullable(batchSize), dropout, seed.seed());
    }
}
