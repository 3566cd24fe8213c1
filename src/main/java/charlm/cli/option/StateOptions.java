package charlm.cli.option;

import charlm.experiment.config.Interval;
import charlm.experiment.config.StateConfig;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a run survives being interrupted. */
public final class StateOptions {
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

    public StateConfig config() {
        return new StateConfig(Optional.of(saveEvery), keep, resume, resumeAnyway);
    }
}
