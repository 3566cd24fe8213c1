package charlm.bench;

import charlm.experiment.config.Task;
import java.util.Locale;
import java.util.Optional;

/** The workloads that can be timed. */
public enum Workload {
    /** Optimiser steps on span corruption. */
    PRETRAIN,
    /** Optimiser steps on questions with places. */
    FINETUNE,
    /** Answering a file of questions. */
    EVALUATE;

    /** Returns the task that the workload trains; empty for an evaluation. */
    Optional<Task> task() {
        return switch (this) {
            case PRETRAIN -> Optional.of(Task.PRETRAIN);
            case FINETUNE -> Optional.of(Task.FINETUNE);
            case EVALUATE -> Optional.empty();
        };
    }

    /** Returns the word the command line and the reports use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
