package charlm.experiment.training;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.safetensors.CheckpointException;
import charlm.experiment.RunChangedException;
import charlm.experiment.config.StateConfig;
import charlm.state.StateFolder;
import charlm.state.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a run begins at its beginning, goes on from a state, or may do neither. */
final class Resumption {
    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);
    private static final String RUN_KEY = "run";

    private final Path parameters;
    private final StateFolder folder;
    private final StateConfig config;

    Resumption(Path parameters, StateFolder folder, StateConfig config) {
        this.parameters = parameters;
        this.folder = folder;
        this.config = config;
    }

    /**
     * Returns the state to go on from, if any.
     *
     * @throws CheckpointException when there is an unfinished state that nobody asked to go on from, or none that is good
     */
    Optional<TrainingState> find() {
        Optional<TrainingState> state = folder.newest();
        if (resumes()) {
            return state;
        }
        state.filter(found -> !found.finished()).ifPresent(this::refuse);
        return Optional.empty();
    }

    boolean resumes() {
        return config.resume() || config.resumeAnyway();
    }

    private void refuse(TrainingState state) {
        throw new CheckpointException(
                folder.path(),
                "holds an unfinished run (" + state.progress().step() + " of " + state.planned()
                        + " steps); add --resume to go on with it, or delete this folder to start from the beginning");
    }

    /**
     * Returns whether {@code now} is what the state's run was; throws {@link RunChangedException} where it is not, unless
     * that is to be overlooked and can be.
     */
    boolean requireUnchanged(TrainingState state, ResolvedConfig now) {
        List<String> changes = now.changesSince(state.config());
        if (changes.isEmpty()) {
            return true;
        }
        if (!now.fits(state.config())) {
            throw new RunChangedException(
                    folder.path() + ": its parameters are those of another model; this has changed (then -> now):",
                    changes);
        }
        if (!config.resumeAnyway()) {
            throw new RunChangedException(
                    folder.path() + ": cannot go on exactly, this has changed (then -> now); undo it, or override it"
                            + " with --resume-anyway:",
                    changes);
        }
        LOG.warn(
                "{}: going on though this has changed (then -> now); no run in one piece could have this result",
                folder.path());
        changes.forEach(LOG::warn);
        return false;
    }

    /** Throws when the state has more steps than are now planned. */
    void requireStepsLeft(TrainingState state, long planned) {
        if (state.progress().step() > planned) {
            throw new CheckpointException(
                    folder.path(),
                    "has done " + state.progress().step() + " steps, more than the " + planned
                            + " now planned; ask for more epochs or steps");
        }
    }

    /** Returns what the finished run of {@code now} wrote about itself, if the parameter file is its. */
    Optional<Map<String, String>> finishedBefore(ResolvedConfig now) {
        if (!Files.exists(parameters)) {
            return Optional.empty();
        }
        return Optional.of(Checkpoint.read(parameters).training())
                .filter(training -> now.id().equals(training.get(RUN_KEY)));
    }

    /** Marks what a finished run writes about itself. */
    static void mark(Map<String, String> training, ResolvedConfig config) {
        training.put(RUN_KEY, config.id());
    }

    CheckpointException nothingToResume() {
        return new CheckpointException(
                folder.path(), "there is no state to go on from; leave --resume out to start from the beginning");
    }
}
