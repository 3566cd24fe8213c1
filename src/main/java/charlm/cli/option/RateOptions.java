package charlm.cli.option;

import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Flags that all three of the reference's commands accept, whether they use them or not. */
public final class RateOptions {
    @Option(
            names = {"--pretrain_lr", "--pretrain-lr"},
            paramLabel = "RATE",
            description = "Peak learning rate of pretraining (default: the recipe's).")
    private Double pretrainRate;

    @Option(
            names = {"--finetune_lr", "--finetune-lr"},
            paramLabel = "RATE",
            description = "Peak learning rate of finetuning (default: the recipe's).")
    private Double finetuneRate;

    @Option(
            names = {"--tb_expt_name", "--tb-expt-name"},
            paramLabel = "NAME",
            defaultValue = "run",
            description = "Name of the run in TensorBoard (default: ${DEFAULT-VALUE}).")
    private Path experimentName; // part of the name of a folder

    /** Returns the learning rate of {@code task}, typed or the recipe's. */
    public double rate(Task task, Recipe recipe) {
        Double typed = task == Task.PRETRAIN ? pretrainRate : finetuneRate;
        return typed == null ? recipe.settings(task, false).optimizer().learningRate() : typed;
    }

    /** Checks the learning rate that {@code task} uses. */
    public void check(Checks checks, Task task) {
        if (task == Task.PRETRAIN) {
            checks.positive("--pretrain_lr", pretrainRate);
        } else {
            checks.positive("--finetune_lr", finetuneRate);
        }
    }

    public String experimentName() {
        return experimentName.toString();
    }
}
