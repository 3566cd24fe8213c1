package charlm.experiment.config;

import charlm.data.augmentation.AugmentationMix;
import charlm.train.OptimizerKind;
import charlm.train.ScheduleConfig;
import charlm.train.TrainingDefaults;
import java.util.Locale;
import java.util.Optional;

/** Named ways to train: the reference's, and one that is to do better (docs/recipe.md); a typed flag overrides its part. */
public enum Recipe {
    REFERENCE,
    BEST;

    private static final double REFERENCE_PRETRAIN_RATE = 6e-3;
    private static final double REFERENCE_FINETUNE_RATE = 6e-4;
    private static final double BEST_PRETRAIN_RATE = 4e-3;
    private static final double BEST_FINETUNE_RATE = 5e-5;
    private static final int BEST_PRETRAIN_EPOCHS = 200;
    private static final int BEST_FINETUNE_EPOCHS = 4;
    private static final int BEST_PRETRAIN_BATCH = 64;
    private static final int BEST_FINETUNE_BATCH = 32;
    private static final String BEST_VIEWS = "window=5,cue=5";
    private static final ScheduleConfig BEST_PRETRAIN_SCHEDULE = ScheduleConfig.cosine(200, 0.02);
    private static final ScheduleConfig BEST_FINETUNE_SCHEDULE = ScheduleConfig.cosine(0, 0);

    /** Returns how often the data are read. */
    public int epochs(Task task, boolean fromCheckpoint) {
        if (this == REFERENCE || task == Task.FINETUNE && !fromCheckpoint) {
            return task.epochs(fromCheckpoint);
        }
        return task == Task.PRETRAIN ? BEST_PRETRAIN_EPOCHS : BEST_FINETUNE_EPOCHS;
    }

    /** Returns the rows of a batch. */
    public int batchSize(Task task) {
        return switch (this) {
            case REFERENCE -> task.batchSize();
            case BEST -> task == Task.PRETRAIN ? BEST_PRETRAIN_BATCH : BEST_FINETUNE_BATCH;
        };
    }

    public double learningRate(Task task) {
        boolean pretraining = task == Task.PRETRAIN;
        return switch (this) {
            case REFERENCE -> pretraining ? REFERENCE_PRETRAIN_RATE : REFERENCE_FINETUNE_RATE;
            case BEST -> pretraining ? BEST_PRETRAIN_RATE : BEST_FINETUNE_RATE;
        };
    }

    public OptimizerKind optimizer(Task task) {
        return this == BEST && task == Task.PRETRAIN ? OptimizerKind.MUON : OptimizerKind.ADAMW;
    }

    public double weightDecay() {
        return TrainingDefaults.WEIGHT_DECAY;
    }

    public double dropout() {
        return this == BEST ? 0 : TrainingSettings.DEFAULT_DROPOUT;
    }

    public Curriculum curriculum(Task task) {
        return switch (this) {
            case REFERENCE -> Curriculum.REFERENCE;
            case BEST ->
                task == Task.PRETRAIN
                        ? new Curriculum(Optional.of(AugmentationMix.parse(BEST_VIEWS)), true, BEST_PRETRAIN_SCHEDULE)
                        : new Curriculum(Optional.empty(), true, BEST_FINETUNE_SCHEDULE);
        };
    }

    /** Returns the word the command line and the files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
