package charlm.experiment;

import charlm.data.views.ViewMix;
import java.util.Locale;
import java.util.Optional;

/** Named ways to train: the reference's, and the best we found (docs/recipe.md); a typed flag overrides its part. */
public enum Recipe {
    REFERENCE,
    BEST;

    private static final int BEST_WARMUP_STEPS = 100;
    private static final double BEST_FLOOR = 0.02;

    /** Returns how often the data are read. */
    public int epochs(Task task, boolean fromCheckpoint) {
        return task.epochs(fromCheckpoint);
    }

    /** Returns the rows of a batch. */
    public int batchSize(Task task) {
        return this == BEST && task == Task.FINETUNE ? 32 : task.batchSize();
    }

    public double learningRate(Task task) {
        return switch (this) {
            case REFERENCE -> task == Task.PRETRAIN ? 6e-3 : 6e-4;
            case BEST -> task == Task.PRETRAIN ? 1.5e-3 : 2e-4;
        };
    }

    public double weightDecay() {
        return 0.1;
    }

    public double dropout() {
        return this == BEST ? 0 : TrainingSettings.DEFAULT_DROPOUT;
    }

    public Curriculum curriculum(Task task) {
        if (this == REFERENCE) {
            return Curriculum.REFERENCE;
        }
        return task == Task.PRETRAIN
                ? new Curriculum(
                        Optional.of(ViewMix.parse("window=3,snippet=2,cue=4,name=1")),
                        true,
                        Optional.of(new Annealing(BEST_WARMUP_STEPS, BEST_FLOOR)))
                : new Curriculum(Optional.empty(), true, Optional.of(new Annealing(0, 0)));
    }

    /** Returns the word the command line and the files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
