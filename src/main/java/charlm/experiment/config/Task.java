package charlm.experiment.config;

import java.util.Locale;

/** The two ways to train. */
public enum Task {
    PRETRAIN,
    FINETUNE;

    /** Returns the word of the command line and of files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
