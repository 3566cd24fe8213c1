package charlm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code X.state} beside the parameter file X of a run that is not finished: its last two training states.
 *
 * <p>A state is three files of one name: {@code .safetensors}, {@code .json} and, written last, {@code .sha256}, a manifest
 * that {@code sha256sum -c} reads. Each is whole or absent, so a state whose manifest verifies is good, and one without a
 * manifest was never finished. {@code latest} names the newest; it is written after it, and tells when that has gone.
 */
public final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
    private static final Pattern FILE = Pattern.compile("step-(\\d{1,18})\\.(safetensors|json|sha256)");
    private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");
    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.\\d+\\.tmp");
    private static final String TENSORS = ".safetensors";
    private static final String NUMBERS = ".json";
    private static final String MANIFEST = ".sha256";
    private static final String POINTER = "latest";
    private static final long NONE = -1;

    private final Path folder;
    private long lastGood = NONE;

    /** Takes the folder that belongs to a parameter file. */
    public StateFolder(Path parameterFile) {
        folder = parameterFile.resolveSibling(parameterFile.getFileName() + ".state");
    }

    public Path path() {
        return folder;
    }

    /** Returns the step of the newest state that this object saved or read. */
    public Optional<Long> lastGoodStep() {
        return lastGood == NONE ? Optional.empty() : Optional.of(lastGood);
    }

    /** Saves a state, then deletes all but it and the good one before it; throws {@link OutputException}. */
    public void save(TrainingState state) {
        long step = state.progress().step();
        if (step == lastGood) {
            return;
        }
        createFolder();
        StateCodec.writeTensors(file(step, TENSORS), state.tensors());
        write(file(step, NUMBERS), StateCodec.encode(state));
        write(file(step, MANIFEST), sum(step, TENSORS) + sum(step, NUMBERS));
        write(folder.resolve(POINTER), name(step) + "\n");
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
            throw new OutputException(folder, "cannot be made (" + AtomicFile.reason(e) + ")", e);
        }
    }

    private static void write(Path file, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, channel -> AtomicFile.writeFully(channel, bytes));
    }

    private String sum(long step, String ending) {
        Path file = file(step, ending);
        try {
            return Sha256.of(file) + "  " + file.getFileName() + "\n";
        } catch (IOException e) {
            throw new OutputException(file, "cannot be read back (" + AtomicFile.reason(e) + ")", e);
        }
    }

    /** An old state that cannot be deleted costs space, nothing else. */
    private void deleteAllBut(Set<Long> steps) {
        Set<Path> kept = new HashSet<>(Set.of(folder.resolve(POINTER)));
        for (long step : steps) {
            kept.addAll(List.of(file(step, TENSORS), file(step, NUMBERS), file(step, MANIFEST)));
        }
        try {
            for (Path file : ours()) {
                if (!kept.contains(file)) {
                    FileOperations.current().delete(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("{}: an old state cannot be deleted ({})", folder, AtomicFile.reason(e));
        }
    }

    /**
     * Returns what is ours in the folder in the order to delete it: the pointer, then manifests, oldest first. A state that
     * is deleted half-way then counts as one that was never finished, and the last one to go is the newest.
     */
    private List<Path> ours() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isOurs(file.getFileName().toString()))
                    .sorted(Comparator.comparing((Path file) -> !file.endsWith(POINTER))
                            .thenComparing(file -> !file.toString().endsWith(MANIFEST))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    private static boolean isOurs(String name) {
        return name.equals(POINTER)
                || FILE.matcher(name).matches()
                || TEMPORARY.matcher(name).matches();
    }

    /**
     * Returns the newest state that verifies, if any was ever saved; names, as a warning, newer ones that are damaged.
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
                    LOG.warn("{}: {}; step {}, saved before, is taken", folder, String.join("; ", damaged), step);
                }
                return Optional.of(state);
            } catch (CheckpointException | IllegalArgumentException e) {
                LOG.debug("{}", name(step), e);
                damaged.add(name(step) + " is damaged: " + e.getMessage());
            }
        }
        if (!damaged.isEmpty()) {
            throw new CheckpointException(
                    folder,
                    "no state in it can be used (" + String.join("; ", damaged)
                            + "); delete this folder to start from the beginning");
        }
        return Optional.empty();
    }

    /** Returns the steps that have a manifest, and the one that the pointer names. */
    private Set<Long> stepsNewestFirst() {
        Set<Long> steps = new TreeSet<>(Comparator.reverseOrder());
        if (!Files.isDirectory(folder)) {
            return steps;
        }
        try {
            for (Path file : ours()) {
                Matcher matcher = FILE.matcher(file.getFileName().toString());
                if (matcher.matches() && file.toString().endsWith(MANIFEST)) {
                    steps.add(Long.parseLong(matcher.group(1)));
                }
            }
            Path pointer = folder.resolve(POINTER);
            if (Files.exists(pointer)) {
                Matcher matcher = NAME.matcher(text(pointer).strip());
                if (matcher.matches()) {
                    steps.add(Long.parseLong(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            throw new CheckpointException(folder, "cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
        return steps;
    }

    private TrainingState read(long step) {
        try {
            String expected = text(file(step, MANIFEST));
            if (!expected.equals(sum(step, TENSORS) + sum(step, NUMBERS))) {
                throw new IllegalArgumentException("its files are not those of its manifest");
            }
            TrainingState state =
                    StateCodec.decode(text(file(step, NUMBERS)), StateCodec.readTensors(file(step, TENSORS)));
            if (state.progress().step() != step) {
                throw new IllegalArgumentException(
                        "it is of step " + state.progress().step());
            }
            return state;
        } catch (IOException | OutputException e) {
            throw new IllegalArgumentException("it cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Our small files are ASCII but for the command; any damage becomes a difference, not an error of decoding. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Deletes the states, and the folder unless something else lies in it; throws {@link OutputException}. */
    public void remove() {
        lastGood = NONE;
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            for (Path file : ours()) {
                FileOperations.current().delete(file);
            }
            if (isEmpty()) {
                FileOperations.current().delete(folder);
            }
        } catch (IOException e) {
            throw new OutputException(folder, "cannot be deleted (" + AtomicFile.reason(e) + ")", e);
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private Path file(long step, String ending) {
        return folder.resolve(name(step) + ending);
    }

    private static String name(long step) {
        return String.format(Locale.ROOT, "step-%08d", step);
    }
}
