package charlm.experiment.training;

import charlm.data.Notice;
import charlm.state.DevProgress;
import charlm.train.Trainer;
import java.util.List;
import java.util.Optional;

/**
 * The end of a run. Only a finished one writes its parameters.
 *
 * @param planned steps of the whole run
 * @param dev the result of evaluations during training
 * @param notices about the answers of the last of these evaluations
 */
public record TrainingOutcome(
        End end, Trainer.Summary summary, long planned, Optional<DevProgress> dev, List<Notice> notices) {
    /** Returns the same with notices. */
    TrainingOutcome with(List<Notice> others) {
        return new TrainingOutcome(end, summary, planned, dev, others);
    }

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
