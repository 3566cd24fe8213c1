package charlm.cli.option;

import charlm.experiment.config.Interval;
import charlm.experiment.config.StateConfig;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The training state, by which a run survives an interruption. */
public final class StateOptions {
    @Option(
            names = {"--save-every", "--save_every"},
            paramLabel = "TIME",
            defaultValue = StateConfig.DEFAULT_SAVE_EVERY,
            description = "Save the training state to OUT.state this often: 30s, \"500 steps\", \"2 epochs\""
                    + " (default: ${DEFAULT-VALUE}).")
    private Interval saveEvery;

    @Option(
            names = {"--keep-state", "--keep_state"},
            description = "Keep the training state after a finished run.")
    private boolean keep;

    @Option(
            names = "--resume",
            description = "Continue an interrupted run from its state, bit for bit as if it had not been interrupted.")
    private boolean resume;

    @Option(
            names = {"--resume-anyway", "--resume_anyway"},
            description = "Continue from the state even though data or settings have changed.")
    private boolean resumeAnyway;

    public StateConfig config() {
        return new StateConfig(Optional.of(saveEvery), keep, resume, resumeAnyway);
    }
}
