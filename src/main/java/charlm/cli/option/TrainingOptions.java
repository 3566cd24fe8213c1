package charlm.cli.option;

import static java.util.Objects.requireNonNullElse;

import charlm.data.augmentation.AugmentationMix;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingSettings;
import charlm.train.NonFinite;
import charlm.train.OptimizerConfig;
import charlm.train.OptimizerKind;
import charlm.train.RunLength;
import charlm.train.ScheduleConfig;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The recipe, and the flags that replace its values. */
public final class TrainingOptions {
    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            defaultValue = "reference",
            description = "Preset for all flags that are not given: reference or best (default: ${DEFAULT-VALUE}). The"
                    + " table below has the values.")
    private Recipe recipe;

    @Option(
            names = "--views",
            paramLabel = "MIX",
            description = "Mix of augmented forms of a document in pretraining, as name=weight pairs:"
                    + " window=3,cue=4 (default: the recipe's).")
    private AugmentationMix views;

    @Option(
            names = "--shuffle",
            negatable = true,
            description = "Draw a new order of the data for each epoch (default: the recipe's).")
    private Boolean shuffled;

    @Option(
            names = {"--warmup-steps", "--warmup_steps"},
            paramLabel = "N",
            description = "Raise the learning rate linearly for N steps, then lower it along a cosine until the run"
                    + " ends (default: the recipe's).")
    private Integer warmupSteps;

    @Option(
            names = {"--final-rate", "--final_rate"},
            paramLabel = "FRACTION",
            description = "Final learning rate of that cosine, as a fraction of the peak (default: the recipe's).")
    private Double finalRate;

    @Option(
            names = {"--max-epochs", "--max_epochs"},
            paramLabel = "N",
            description = "Number of epochs (default: the recipe's; " + Recipe.SCRATCH_EPOCHS
                    + " to finetune without a checkpoint to start from).")
    private Integer maxEpochs;

    @Option(
            names = {"--max-steps", "--max_steps"},
            paramLabel = "N",
            defaultValue = "0",
            description = "Stop after N steps; 0 for no limit (default: ${DEFAULT-VALUE}).")
    private long maxSteps;

    @Option(
            names = {"--batch-size", "--batch_size"},
            paramLabel = "N",
            description = "Number of sequences in a batch (default: the recipe's).")
    private Integer batchSize;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            description = "Fraction of activations to drop (default: the recipe's).")
    private Double dropout;

    @Option(
            names = "--optimizer",
            paramLabel = "OPTIMIZER",
            description = "Optimizer: adamw, or muon for the matrices within the blocks and adamw for the rest"
                    + " (default: the recipe's).")
    private OptimizerKind optimizer;

    @Option(
            names = {"--weight-decay", "--weight_decay"},
            paramLabel = "D",
            description = "Decoupled weight decay (default: the recipe's).")
    private Double weightDecay;

    @Option(
            names = {"--grad-clip", "--grad_clip"},
            paramLabel = "NORM",
            description =
                    "Scale gradients down to this global L2 norm; 0 switches clipping off (default: the recipe's).")
    private Double gradClip;

    @Mixin
    private SeedOption seed;

    @Option(
            names = {"--on-nonfinite", "--on_nonfinite"},
            paramLabel = "ACTION",
            defaultValue = "stop",
            description = "Stop, or skip the batch, when a loss or gradient is NaN or infinite"
                    + " (default: ${DEFAULT-VALUE}).")
    private NonFinite onNonFinite;

    /** Returns the recipe; a word that is none is reported before anything is done with it. */
    public Recipe recipe() {
        return requireNonNullElse(recipe, Recipe.REFERENCE);
    }

    /** Returns the recipe's settings, with what was typed in their place; {@code fresh} starts from no checkpoint. */
    public TrainingSettings settings(Task task, boolean fresh, RateOptions rates) {
        TrainingSettings base = recipe().settings(task, fresh);
        OptimizerConfig update = base.optimizer();
        return base.withLength(new RunLength(
                        requireNonNullElse(maxEpochs, base.length().maxEpochs()), maxSteps))
                .withData(new TrainingSettings.Data(
                        requireNonNullElse(batchSize, base.data().batchSize()),
                        Optional.ofNullable(views).or(base.data()::augmentation),
                        requireNonNullElse(shuffled, base.data().shuffled()),
                        base.data().keepUnicode()))
                .withOptimizer(update.withKind(requireNonNullElse(optimizer, update.kind()))
                        .withLearningRate(rates.rate(task, recipe()))
                        .withWeightDecay(requireNonNullElse(weightDecay, update.weightDecay()))
                        .withGradClip(requireNonNullElse(gradClip, update.gradClip())))
                .withSchedule(schedule(base.schedule()))
                .withDropout(requireNonNullElse(dropout, base.dropout()))
                .withSeed(seed.seed())
                .withOnNonFinite(onNonFinite);
    }

    private ScheduleConfig schedule(ScheduleConfig recipes) {
        ScheduleConfig schedule = warmupSteps == null ? recipes : recipes.withWarmupSteps(warmupSteps);
        return finalRate == null ? schedule : schedule.withFinalRate(finalRate);
    }

    public void check(Checks checks, Task task) {
        checks.require(
                        views == null || task == Task.PRETRAIN,
                        "--views is for pretraining; finetuning takes the questions as they are")
                .atLeast("--warmup-steps", 0, warmupSteps)
                .fraction("--final-rate", finalRate)
                .atLeast("--max-epochs", 1, maxEpochs)
                .atLeast("--max-steps", 0, maxSteps)
                .atLeast("--batch-size", 1, batchSize)
                .dropped("--dropout", dropout)
                .notNegative("--weight-decay", weightDecay)
                .notNegative("--grad-clip", gradClip);
    }
}
