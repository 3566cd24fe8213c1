package charlm.cli.option;

import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import java.util.List;
import picocli.CommandLine.Option;

/** What all three of the reference's commands accept, whether they use it or not. */
public final class RateOptions {
    @Option(
            names = {"--pretrain_lr", "--pretrain-lr"},
            paramLabel = "RATE",
            description = "Learning rate of pretraining (default: the recipe's, 6e-3 in the reference's).")
    private Double pretrainRate;

    @Option(
            names = {"--finetune_lr", "--finetune-lr"},
            paramLabel = "RATE",
            description = "Learning rate of finetuning (default: the recipe's, 6e-4 in the reference's).")
    private Double finetuneRate;

    @Option(
            names = {"--tb_expt_name", "--tb-expt-name"},
            paramLabel = "NAME",
            defaultValue = "run",
            description = "Name of the run in TensorBoard (default: ${DEFAULT-VALUE}).")
    private String experimentName;

    /** Returns the rate of {@code task}, typed or the recipe's. */
    public double rate(Task task, Recipe recipe) {
        Double typed = task == Task.PRETRAIN ? pretrainRate : finetuneRate;
        return typed == null ? recipe.learningRate(task) : typed;
    }

    /** Returns what is out of range of the rate that {@code task} takes. */
    public List<String> problems(Task task, Recipe recipe) {
        String flag = task == Task.PRETRAIN ? "--pretrain_lr" : "--finetune_lr";
        return new Ranges().positive(flag, rate(task, recipe)).problems();
    }

    public String experimentName() {
        return experimentName;
    }
}
