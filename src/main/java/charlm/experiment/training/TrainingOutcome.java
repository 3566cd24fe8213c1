package charlm.experiment.training;

import charlm.state.DevProgress;
import charlm.train.Trainer;
import java.util.Optional;

/**
 * The end of a run. Only a finished one writes its parameters.
 *
 * @param planned steps of the whole run
 * @param dev the result of evaluations during training
 */
public record TrainingOutcome(End end, Trainer.Summary summary, long planned, Optional<DevProgress> dev) {
    /** The reason for the end. */
    public enum End {
        /** All steps are done, or patience ran out; the parameters are written. */
        FINISHED,
        /** The run had finished before; nothing was done. */
        FINISHED_BEFORE,
        /** The run was asked to stop; the state is saved. */
        STOPPED
    }
}
