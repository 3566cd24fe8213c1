package charlm.cli.option;

import charlm.bench.BenchConfig;
import charlm.experiment.config.TrainingSettings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How often, and on how much, to time. */
public final class BenchOptions {
    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "" + BenchConfig.DEFAULT_STEPS,
            description = "Steps on full batches to time (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = {"--warmup-steps", "--warmup_steps"},
            paramLabel = "N",
            defaultValue = "" + BenchConfig.DEFAULT_WARMUP_STEPS,
            description = "Steps before them (default: ${DEFAULT-VALUE}).")
    private int warmupSteps;

    @Option(
            names = "--evaluations",
            paramLabel = "N",
            defaultValue = "" + BenchConfig.DEFAULT_EVALUATIONS,
            description = "Times the questions are answered (default: ${DEFAULT-VALUE}).")
    private int evaluations;

    @Option(
            names = {"--batch-size", "--batch_size"},
            paramLabel = "N",
            description = "Rows of a batch (default: 128 when pretraining, 256 when finetuning, or all there are).")
    private Integer batchSize;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "" + TrainingSettings.DEFAULT_DROPOUT,
            description = "Share of activations dropped (default: ${DEFAULT-VALUE}).")
    private double dropout;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + TrainingSettings.DEFAULT_SEED,
            description = "Seed of everything that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** Returns what is out of range. */
    public List<String> problems() {
        return new Ranges()
                .atLeast("--steps", 1, steps)
                .atLeast("--warmup-steps", 0, warmupSteps)
                .atLeast("--evaluations", 1, evaluations)
                .atLeast("--batch-size", 1, batchSize)
                .dropped("--dropout", dropout)
                .problems();
    }

    public BenchConfig.Settings settings() {
        return new BenchConfig.Settings(steps, warmupSteps, evaluations, Optional.ofNullable(batchSize), dropout, seed);
    }
}
