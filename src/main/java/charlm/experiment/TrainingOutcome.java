package charlm.experiment;

import charlm.train.Trainer;

/**
 * How a run ended; only one that did all planned steps writes its parameters.
 *
 * @param planned steps of the whole run
 */
public record TrainingOutcome(End end, Trainer.Summary summary, long planned) {
    /** Why a run ended. */
    public enum End {
        /** All steps are done and the parameters written. */
        FINISHED,
        /** It was finished before; nothing was done. */
        FINISHED_BEFORE,
        /** It was asked to stop; the state is saved. */
        STOPPED
    }
}
