package charlm.experiment.config;

import java.util.Optional;

/**
 * What becomes of the training state beside the parameter file.
 *
 * @param saveEvery empty for never, in runs so short that they rather start over
 * @param keep do not remove it after a finished run
 * @param resume go on from it
 * @param resumeAnyway go on from it though data or settings have changed
 */
public record StateConfig(Optional<Interval> saveEvery, boolean keep, boolean resume, boolean resumeAnyway) {
    /** Costs next to nothing, and no crash costs more than a minute. */
    public static final String DEFAULT_SAVE_EVERY = "60s";

    /** No state. */
    public static final StateConfig NONE = new StateConfig(Optional.empty(), false, false, false);
}
