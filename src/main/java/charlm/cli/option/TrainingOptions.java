package charlm.cli.option;

import charlm.experiment.config.Curriculum;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingSettings;
import charlm.train.NonFinite;
import charlm.train.OptimizerKind;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to train. */
public final class TrainingOptions {
    @Option(
            names = {"--max-epochs", "--max_epochs"},
            paramLabel = "N",
            description =
                    "Times the data are read (default: the recipe's; reference: 650 to pretrain, to finetune 10 from a"
                            + " parameter file and 75 from scratch).")
    private Integer maxEpochs;

    @Option(
            names = {"--max-steps", "--max_steps"},
            paramLabel = "N",
            defaultValue = "0",
            description = "Stop after so many steps, 0 for no limit (default: ${DEFAULT-VALUE}).")
    private long maxSteps;

    @Option(
            names = {"--batch-size", "--batch_size"},
            paramLabel = "N",
            description =
                    "Rows of a batch (default: the recipe's; in the reference's 128 when pretraining, 256 when finetuning).")
    private Integer batchSize;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            description = "Share of activations dropped (default: the recipe's, 0.1 in the reference's).")
    private Double dropout;

    @Option(
            names = "--optimizer",
            paramLabel = "OPTIMIZER",
            description =
                    "How parameters move: adamw, or muon for the matrices within the blocks and adamw for the rest"
                            + " (default: the recipe's, adamw in the reference's).")
    private OptimizerKind optimizer;

    @Option(
            names = {"--weight-decay", "--weight_decay"},
            paramLabel = "D",
            description = "Decoupled weight decay (default: the recipe's, 0.1 in the reference's).")
    private Double weightDecay;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + TrainingSettings.DEFAULT_SEED,
            description = "Seed of everything that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"--on-nonfinite", "--on_nonfinite"},
            paramLabel = "WHAT",
            defaultValue = "stop",
            description = "When a batch's loss or gradient is NaN or infinite: stop, or skip the batch"
                    + " (default: ${DEFAULT-VALUE}).")
    private NonFinite onNonFinite;

    public TrainingSettings settings(Task task, double learningRate, Recipe recipe, Curriculum curriculum) {
        return new TrainingSettings(
                Optional.ofNullable(maxEpochs),
                maxSteps,
                Optional.ofNullable(batchSize),
                learningRate,
                optimizer == null ? recipe.optimizer(task) : optimizer,
                weightDecay == null ? recipe.weightDecay() : weightDecay,
                dropout == null ? recipe.dropout() : dropout,
                seed,
                onNonFinite,
                recipe,
                curriculum);
    }

    /** Returns what is out of range. */
    public List<String> problems() {
        return new Ranges()
                .atLeast("--max-epochs", 1, maxEpochs)
                .atLeast("--max-steps", 0, maxSteps)
                .atLeast("--batch-size", 1, batchSize)
                .dropped("--dropout", dropout)
                .notNegative("--weight-decay", weightDecay)
                .problems();
    }
}
