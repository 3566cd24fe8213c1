package charlm.cli;

import charlm.experiment.Curriculum;
import charlm.experiment.Recipe;
import charlm.experiment.Task;
import charlm.experiment.TrainingSettings;
import charlm.train.NonFinite;
import charlm.train.OptimizerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to train. */
final class TrainingOptions {
    @Option(
            names = {"--max-epochs", "--max_epochs"},
            paramLabel = "N",
            description =
                    "Times the data are read (default: the recipe's; in the reference's 650 when pretraining; when finetuning"
                            + " 10 from a parameter file, 75 from scratch).")
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

    TrainingSettings settings(
            Task task, double learningRate, NonFinite onNonFinite, Recipe recipe, Curriculum curriculum) {
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
    List<String> problems(double learningRate) {
        List<String> problems = new ArrayList<>();
        require(problems, maxEpochs == null || maxEpochs >= 1, "--max-epochs must be at least 1, got " + maxEpochs);
        require(problems, maxSteps >= 0, "--max-steps must not be negative, got " + maxSteps);
        require(problems, batchSize == null || batchSize >= 1, "--batch-size must be at least 1, got " + batchSize);
        require(
                problems,
                dropout == null || dropout >= 0 && dropout < 1,
                "--dropout must be at least 0 and below 1, got " + dropout);
        require(
                problems,
                weightDecay == null || weightDecay >= 0 && Double.isFinite(weightDecay),
                "--weight-decay must not be negative, got " + weightDecay);
        require(
                problems,
                learningRate > 0 && Double.isFinite(learningRate),
                "the learning rate must be positive, got " + learningRate);
        return problems;
    }

    private static void require(List<String> problems, boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
