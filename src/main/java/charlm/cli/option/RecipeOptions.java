package charlm.cli.option;

import charlm.data.augmentation.AugmentationMix;
import charlm.experiment.config.Curriculum;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.train.ScheduleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A named way to train, and what is to be another way in it. */
public final class RecipeOptions {
    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            defaultValue = "reference",
            description = "Where what is not typed comes from: reference, or best (default: ${DEFAULT-VALUE}).")
    private Recipe recipe;

    @Option(
            names = "--views",
            paramLabel = "MIX",
            converter = AugmentationMixConverter.class,
            description = "How often pretraining shows a document as what: window=3,cue=4 (default: the recipe's).")
    private AugmentationMix views;

    @Option(
            names = "--shuffle",
            negatable = true,
            description = "Draw a new order of the data for each epoch (default: the recipe's).")
    private Boolean shuffled;

    @Option(
            names = {"--warmup-steps", "--warmup_steps"},
            paramLabel = "N",
            description = "Let the rate rise for N steps, then fall along a cosine until the run ends"
                    + " (default: the recipe's).")
    private Integer warmupSteps;

    @Option(
            names = {"--final-rate", "--final_rate"},
            paramLabel = "SHARE",
            description = "What is left of the rate in the last step of such a run (default: the recipe's).")
    private Double finalRate;

    /** What is no recipe is told of before anything is done with this. */
    public Recipe recipe() {
        return recipe == null ? Recipe.REFERENCE : recipe;
    }

    public Curriculum curriculum(Task task) {
        Curriculum base = recipe().curriculum(task);
        return new Curriculum(
                Optional.ofNullable(views).or(base::augmentation),
                shuffled == null ? base.shuffled() : shuffled,
                schedule(base.schedule()));
    }

    private ScheduleConfig schedule(ScheduleConfig recipes) {
        ScheduleConfig schedule = warmupSteps == null ? recipes : recipes.withWarmupSteps(warmupSteps);
        return finalRate == null ? schedule : schedule.withFinalRate(finalRate);
    }

    /** Returns what is out of range. */
    public List<String> problems(Task task) {
        List<String> problems = new ArrayList<>();
        if (views != null && task != Task.PRETRAIN) {
            problems.add("--views is for pretraining; finetuning shows the questions as they are");
        }
        problems.addAll(new Ranges()
                .atLeast("--warmup-steps", 0, warmupSteps)
                .share("--final-rate", finalRate)
                .problems());
        return problems;
    }
}
