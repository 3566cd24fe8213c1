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

/** Decides whether a run starts from the beginning, continues from a state, or may do neither. */
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
     * Returns the state to continue from, if any.
     *
     * @throws CheckpointException for an unfinished state without --resume, and where no state can be used
     * @throws charlm.files.OutputException for a folder of that name that is not charlm's
     */
    Optional<TrainingState> find() {
        folder.requireOwn();
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
                        + " steps); add --resume to continue it, or delete this folder to start from the beginning");
    }

    /**
     * Returns whether {@code now} is the config of the state's run. Throws {@link RunChangedException} where it is not,
     * unless --resume-anyway was given and the parameters fit.
     */
    private boolean requireUnchanged(TrainingState state, RunConfig now) {
        List<String> changes = now.changesSince(state.config());
        if (changes.isEmpty()) {
            return true;
        }
        if (!now.fits(state.config())) {
            throw new RunChangedException(
                    folder.path() + ": holds the parameters of another model, because this has changed (then -> now):",
                    changes);
        }
        if (!config.resumeAnyway()) {
            throw new RunChangedException(
                    folder.path()
                            + ": cannot continue exactly, because this has changed (then -> now); undo it, or override"
                            + " it with --resume-anyway:",
                    changes);
        }
        LOG.warn(
                "{}: continuing although this has changed (then -> now); no uninterrupted run could have this result",
                folder.path());
        changes.forEach(LOG::warn);
        return false;
    }

    /** Returns whether the state's run had the same config; throws where it cannot become {@code now}. */
    boolean requireResumable(TrainingState state, RunConfig now, long planned) {
        // a finished run may have overwritten the checkpoint that it started from
        boolean unchanged = requireUnchanged(state, state.finished() ? now.startedAs(state.config()) : now);
        if (state.progress().step() > planned) {
            throw new CheckpointException(
                    folder.path(),
                    "has done " + state.progress().step() + " steps, more than the " + planned
                            + " now planned; ask for more epochs or steps");
        }
        return unchanged;
    }

    /** Returns the facts that the finished run of {@code now} wrote, if the checkpoint is its. */
    Optional<Map<String, String>> finishedBefore(RunConfig now) {
        if (!Files.exists(parameters)) {
            return Optional.empty();
        }
        return Optional.of(Checkpoint.read(parameters).training())
                .filter(training -> now.id().equals(training.get(RUN_KEY)));
    }

    /** Adds the id of a finished run to its facts. */
    static void mark(Map<String, String> training, RunConfig config) {
        training.put(RUN_KEY, config.id());
    }

    CheckpointException nothingToResume() {
        return new CheckpointException(
                folder.path(), "there is no state to continue from; leave --resume out to start from the beginning");
    }
}
