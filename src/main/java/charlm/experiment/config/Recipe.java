package charlm.experiment.config;

import charlm.data.augmentation.AugmentationMix;
import charlm.experiment.config.TrainingSettings.Data;
import charlm.train.NonFinite;
import charlm.train.OptimizerConfig;
import charlm.train.OptimizerKind;
import charlm.train.RunLength;
import charlm.train.ScheduleConfig;
import charlm.train.TrainingDefaults;
import java.util.Locale;
import java.util.Optional;

/** Named ways to train: the reference's, and one that answers more questions (docs/recipe.md). */
public enum Recipe {
    REFERENCE(
            new Values(
                    650,
                    new Data(128, Optional.empty(), false, false),
                    OptimizerConfig.adamW(6e-3),
                    ScheduleConfig.REFERENCE,
                    TrainingDefaults.DROPOUT),
            new Values(
                    10,
                    new Data(256, Optional.empty(), false, false),
                    OptimizerConfig.adamW(6e-4),
                    ScheduleConfig.REFERENCE,
                    TrainingDefaults.DROPOUT)),
    BEST(
            new Values(
                    200,
                    new Data(64, Optional.of(AugmentationMix.parse("window=5,cue=5")), true, false),
                    OptimizerConfig.adamW(4e-3).withKind(OptimizerKind.MUON),
                    ScheduleConfig.cosine(200, 0.02),
                    0),
            new Values(
                    4,
                    new Data(32, Optional.empty(), true, false),
                    OptimizerConfig.adamW(5e-5),
                    ScheduleConfig.cosine(0, 0),
                    0));

    /** Epochs of finetuning a model that was not pretrained. */
    public static final int SCRATCH_EPOCHS = 75;

    private final Values pretraining;
    private final Values finetuning;

    private record Values(int epochs, Data data, OptimizerConfig optimizer, ScheduleConfig schedule, double dropout) {}

    Recipe(Values pretraining, Values finetuning) {
        this.pretraining = pretraining;
        this.finetuning = finetuning;
    }

    /** Returns all values of this recipe; {@code fresh} is a run that starts from no checkpoint. */
    public TrainingSettings settings(Task task, boolean fresh) {
        Values values = task == Task.PRETRAIN ? pretraining : finetuning;
        int epochs = task == Task.FINETUNE && fresh ? SCRATCH_EPOCHS : values.epochs;
        return new TrainingSettings(
                this,
                new RunLength(epochs, 0),
                values.data,
                values.optimizer,
                values.schedule,
                values.dropout,
                TrainingDefaults.SEED,
                NonFinite.STOP);
    }

    /** Returns the word of the command line and of files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
