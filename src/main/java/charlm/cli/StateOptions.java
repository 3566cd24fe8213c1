package charlm.cli;

import charlm.experiment.Interval;
import charlm.experiment.StateConfig;
import charlm.train.NonFinite;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a run survives being interrupted. */
final class StateOptions {
    @Option(
            names = {"--save-every", "--save_every"},
            paramLabel = "TIME",
            defaultValue = StateConfig.DEFAULT_SAVE_EVERY,
            converter = IntervalConverter.class,
            description = "How often the training state is saved to OUT.state: 30s, \"500 steps\", \"2 epochs\""
                    + " (default: ${DEFAULT-VALUE}).")
    private Interval saveEvery;

    @Option(
            names = {"--keep-state", "--keep_state"},
            description = "Do not remove the state after a finished run.")
    private boolean keep;

    @Option(names = "--resume", description = "Go on exactly from the state of an interrupted run.")
    private boolean resume;

    @Option(
            names = {"--resume-anyway", "--resume_anyway"},
            description = "Go on from it though data or settings have changed.")
    private boolean resumeAnyway;

    @Option(
            names = {"--on-nonfinite", "--on_nonfinite"},
            paramLabel = "WHAT",
            defaultValue = "stop",
            description = "When a batch's loss or gradient is NaN or infinite: stop, or skip the batch"
                    + " (default: ${DEFAULT-VALUE}).")
    private NonFinite onNonFinite;

    StateConfig config() {
        return new StateConfig(Optional.of(saveEvery), keep, resume, resumeAnyway);
    }

    NonFinite onNonFinite() {
        return onNonFinite;
    }
}
