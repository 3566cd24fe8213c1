package charlm.experiment.training;

import charlm.state.DevProgress;
import charlm.train.Trainer;
import java.util.Optional;

/**
 * How a run ended; only one that did all it was to do writes its parameters.
 *
 * @param planned steps of the whole run
 * @param dev what evaluating on the way came to
 */
public record TrainingOutcome(End end, Trainer.Summary summary, long planned, Optional<DevProgress> dev) {
    /** Why a run ended. */
    public enum End {
        /** All steps are done, or evaluations got no better; the parameters are written. */
        FINISHED,
        /** It was finished before; nothing was done. */
        FINISHED_BEFORE,
        /** It was asked to stop; the state is saved. */
        STOPPED
    }
}
