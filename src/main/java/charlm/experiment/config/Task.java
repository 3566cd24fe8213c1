package charlm.experiment.config;

import java.util.Locale;

/** The two ways to train, with the reference's defaults. */
public enum Task {
    PRETRAIN(128),
    FINETUNE(256);

    private static final int PRETRAIN_EPOCHS = 650;
    private static final int FINETUNE_EPOCHS_FROM_CHECKPOINT = 10;
    private static final int FINETUNE_EPOCHS_FROM_SCRATCH = 75;

    private final int batchSize;

    Task(int batchSize) {
        this.batchSize = batchSize;
    }

    /** Returns the rows of a batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns the epochs; finetuning takes fewer when it starts from a checkpoint. */
    public int epochs(boolean fromCheckpoint) {
        if (this == PRETRAIN) {
            return PRETRAIN_EPOCHS;
        }
        return fromCheckpoint ? FINETUNE_EPOCHS_FROM_CHECKPOINT : FINETUNE_EPOCHS_FROM_SCRATCH;
    }

    /** Returns the word the command line and the files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
