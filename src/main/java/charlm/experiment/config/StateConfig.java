package charlm.experiment.config;

import java.util.Optional;

/**
 * The treatment of the training state, which lies beside the checkpoint.
 *
 * @param saveEvery empty for never, in runs so short that they start over instead
 * @param keep do not remove the state after a finished run
 * @param resume go on from the state
 * @param resumeAnyway go on from the state though data or settings have changed
 */
public record StateConfig(Optional<Interval> saveEvery, boolean keep, boolean resume, boolean resumeAnyway) {
    /** Costs next to nothing, and no crash costs more than a minute. */
    public static final String DEFAULT_SAVE_EVERY = "60s";

    /** No state. */
    public static final StateConfig NONE = new StateConfig(Optional.empty(), false, false, false);
}
