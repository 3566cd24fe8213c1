package charlm.state;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.files.AtomicFile;
import charlm.files.FileOperations;
import charlm.files.OutputException;
import charlm.files.RunPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code X.state} beside the checkpoint X of an unfinished run: its last two training states.
 *
 * <p>A state is three files of one name: {@code .safetensors}, {@code .json} and, written last, {@code .sha256}, a manifest
 * that {@code sha256sum -c} reads. Each file is whole or absent, so a state whose manifest verifies is good, and a state
 * without a manifest is unfinished. {@code latest} names the newest state, and so shows when its files are missing.
 */
public final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final long NONE = -1;

    private final Path folder;
    private final StateFiles files;
    private long lastGood = NONE;

    /** Makes the folder of {@code checkpoint}; writes nothing. */
    public StateFolder(Path checkpoint) {
        folder = new RunPaths(checkpoint).state();
        files = new StateFiles(folder);
    }

    public Path path() {
        return folder;
    }

    /** Returns the step of the newest state that this object saved or read. */
    public Optional<Long> lastGoodStep() {
        return lastGood == NONE ? Optional.empty() : Optional.of(lastGood);
    }

    /** Saves a state, then deletes all states but it and its predecessor; throws {@link OutputException}. */
    public void save(TrainingState state) {
        long step = state.progress().step();
        if (step == lastGood) {
            return;
        }
        createFolder();
        StateCodec.writeTensors(files.tensors(step), state.tensors());
        AtomicFile.writeText(files.numbers(step), StateCodec.encode(state));
        AtomicFile.writeText(files.manifest(step), sums(step));
        AtomicFile.writeText(files.pointer(), StateFiles.name(step) + "\n");
        deleteAllBut(Set.of(step, lastGood));
        lastGood = step;
    }

    private void createFolder() {
        try {
            if (!Files.isDirectory(folder)) {
                FileOperations.current().createFolder(folder);
                FileOperations.current().forceFolder(folder.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new OutputException(folder, "cannot be created (" + AtomicFile.reason(e) + ")", e);
        }
    }

    private String sums(long step) {
        try {
            return files.sums(step);
        } catch (IOException e) {
            throw new OutputException(folder, "a state cannot be read back (" + AtomicFile.reason(e) + ")", e);
        }
    }

    /** Deletes old states; one that cannot be deleted costs only space. */
    private void deleteAllBut(Set<Long> steps) {
        Set<Path> kept = new HashSet<>(Set.of(files.pointer()));
        for (long step : steps) {
            kept.addAll(List.of(files.tensors(step), files.numbers(step), files.manifest(step)));
        }
        try {
            for (Path file : files.stateFiles()) {
                if (!kept.contains(file)) {
                    FileOperations.current().delete(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("{}: an old state cannot be deleted ({})", folder, AtomicFile.reason(e));
        }
    }

    /** Throws {@link OutputException} where a file has the name of a state's, and is none: a run would delete it. */
    public void requireOwn() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            for (Path file : files.foreign()) {
                throw new OutputException(
                        file,
                        "was not written by charlm, and this run would replace or delete it; move it away, or write to"
                                + " another name");
            }
        } catch (IOException e) {
            throw new OutputException(folder, "cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    /**
     * Returns the newest state that verifies, or empty when none was saved; warns of newer damaged states.
     *
     * @throws CheckpointException when there are states and none verifies
     */
    public Optional<TrainingState> newest() {
        List<String> damaged = new ArrayList<>();
        for (long step : stepsNewestFirst()) {
            try {
                TrainingState state = read(step);
                lastGood = step;
                if (!damaged.isEmpty()) {
                    LOG.warn("{}: {}; falling back to step {}", folder, String.join("; ", damaged), step);
                }
                return Optional.of(state);
            } catch (CheckpointException | IllegalArgumentException e) {
                LOG.debug("step {}", step, e);
                damaged.add(StateFiles.name(step) + " is damaged: " + e.getMessage());
            }
        }
        if (!damaged.isEmpty()) {
            throw new CheckpointException(
                    folder,
                    "holds no usable state (" + String.join("; ", damaged)
                            + "); delete this folder to start from the beginning");
        }
        return Optional.empty();
    }

    private Set<Long> stepsNewestFirst() {
        try {
            return Files.isDirectory(folder) ? files.steps() : Set.of();
        } catch (IOException e) {
            throw new CheckpointException(folder, "cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    private TrainingState read(long step) {
        try {
            if (!StateFiles.text(files.manifest(step)).equals(files.sums(step))) {
                throw new IllegalArgumentException("its files are not those of its manifest");
            }
            TrainingState state = StateCodec.decode(
                    StateFiles.text(files.numbers(step)), StateCodec.readTensors(files.tensors(step)));
            if (state.progress().step() != step) {
                throw new IllegalArgumentException(
                        "it is of step " + state.progress().step());
            }
            return state;
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    /** Deletes the states, and the folder unless it is a link or something else lies in it; throws {@link OutputException}. */
    public void remove() {
        lastGood = NONE;
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            for (Path file : files.stateFiles()) {
                FileOperations.current().delete(file);
            }
            if (files.isEmpty() && !Files.isSymbolicLink(folder)) {
                FileOperations.current().delete(folder);
            }
        } catch (IOException e) {
            throw new OutputException(folder, "cannot be deleted (" + AtomicFile.reason(e) + ")", e);
        }
    }
}
