package charlm.state;

import charlm.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a {@link StateFolder} by their names. */
record StateFiles(Path folder) {
    private static final Pattern FILE = Pattern.compile("step-(\\d{1,18})\\.(safetensors|json|sha256)");
    private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");
    private static final Pattern TEMPORARY = Pattern.compile("\\.(latest|step-\\d{1,18}\\.\\w+)\\.\\d+\\.tmp");
    private static final String MANIFEST = ".sha256";
    private static final String POINTER = "latest";
    private static final int HEAD_BYTES = 1 << 10;

    static String name(long step) {
        return String.format(Locale.ROOT, "step-%08d", step);
    }

    Path tensors(long step) {
        return folder.resolve(name(step) + ".safetensors");
    }

    Path numbers(long step) {
        return folder.resolve(name(step) + ".json");
    }

    Path manifest(long step) {
        return folder.resolve(name(step) + MANIFEST);
    }

    Path pointer() {
        return folder.resolve(POINTER);
    }

    /** Returns the manifest of {@code step}: a SHA-256 line for each of its files. */
    String sums(long step) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : List.of(tensors(step), numbers(step))) {
            lines.append(Sha256.of(file))
                    .append("  ")
                    .append(file.getFileName())
                    .append('\n');
        }
        return lines.toString();
    }

    /** Reads a small file as UTF-8; a damaged file gives other text, not a decoding error. */
    static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /**
     * Returns the state files of the folder in the order to delete them: the pointer, then manifests, oldest first. A state
     * that is deleted half-way then counts as unfinished, and the newest state goes last.
     */
    List<Path> stateFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isStateFile(file.getFileName().toString()))
                    .sorted(Comparator.comparing((Path file) -> !file.endsWith(POINTER))
                            .thenComparing(file -> !file.toString().endsWith(MANIFEST))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    /** Returns the files that have such a name and not the contents. Damaged ones count as charlm's once a state is there. */
    List<Path> foreign() throws IOException {
        List<Path> foreign = new ArrayList<>();
        if (steps().isEmpty()) { // else the newest state is read, and the folder refused where none verifies
            for (Path file : stateFiles()) {
                if (!isOwn(file)) {
                    foreign.add(file);
                }
            }
        }
        return foreign;
    }

    /** Without a manifest or pointer there can be only the files of a first state, half-way. */
    private static boolean isOwn(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (TEMPORARY.matcher(file.getFileName().toString()).matches()) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
            return file.toString().endsWith(".json")
                    ? head.startsWith("{\"format\":")
                    : file.toString().endsWith(".safetensors") && head.contains("\"first_moments\"");
        }
    }

    private static boolean isStateFile(String name) {
        return name.equals(POINTER)
                || FILE.matcher(name).matches()
                || TEMPORARY.matcher(name).matches();
    }

    /** Returns the steps with a manifest and the step that the pointer names, newest first. */
    Set<Long> steps() throws IOException {
        Set<Long> steps = new TreeSet<>(Comparator.reverseOrder());
        for (Path file : stateFiles()) {
            Matcher matcher = FILE.matcher(file.getFileName().toString());
            if (matcher.matches() && file.toString().endsWith(MANIFEST)) {
                steps.add(Long.parseLong(matcher.group(1)));
            }
        }
        if (Files.exists(pointer())) {
            Matcher matcher = NAME.matcher(text(pointer()).strip());
            if (matcher.matches()) {
                steps.add(Long.parseLong(matcher.group(1)));
            }
        }
        return steps;
    }

    boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
