package charlm.files;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that a command writes: its result, and the companions beside it. Whatever can be wrong with these files is found
 * here, before the work starts and without writing.
 *
 * @param result the file that was named
 * @param content what the result holds
 * @param companions what goes beside it; nothing does where the result is a stream
 */
public record RunOutputs(Path result, Content content, List<Companion> companions) {
    private static final String NAME_A_FILE = "name a file";

    /** What a result holds. */
    public enum Content {
        /** Goes into a file only. */
        PARAMETERS,
        /** Is a folder, made or with files of charlm's own. */
        MODEL_FOLDER,
        /** Goes into a file or a stream. */
        TEXT,
        /** Goes to a name that nobody typed, and so replaces only what charlm wrote. */
        UNNAMED_REPORT
    }

    /**
     * Returns the outputs of a training run.
     *
     * @param dev whether the model is evaluated during training
     * @param report whether an HTML report is wanted
     */
    public static RunOutputs ofTraining(Path result, boolean dev, boolean report) {
        List<Companion> companions = new ArrayList<>(
                List.of(Companion.BEST, Companion.METRICS, Companion.MANIFEST, Companion.CARD, Companion.REPORT));
        companions.add(Companion.LOCK);
        return new RunOutputs(
                result,
                Content.PARAMETERS,
                without(companions, it -> it == Companion.BEST && !dev || it == Companion.REPORT && !report));
    }

    /** Returns the outputs of an evaluation. */
    public static RunOutputs ofEvaluation(Path result, boolean report) {
        List<Companion> companions = List.of(Companion.MANIFEST, Companion.CARD, Companion.REPORT);
        return new RunOutputs(result, Content.TEXT, without(companions, it -> it == Companion.REPORT && !report));
    }

    /** Returns the output of a command that writes one file of parameters. */
    public static RunOutputs ofParameters(Path result) {
        return new RunOutputs(result, Content.PARAMETERS, List.of());
    }

    /** Returns the output of a command that writes a {@link ModelFolder}. */
    public static RunOutputs ofFolder(Path result) {
        return new RunOutputs(result, Content.MODEL_FOLDER, List.of());
    }

    /** Returns the output of a command that writes one HTML report, to {@code out} or else beside or into {@code run}. */
    public static RunOutputs ofReport(Optional<Path> out, Path run) {
        return out.map(named -> new RunOutputs(named, Content.TEXT, List.of()))
                .orElseGet(() -> new RunOutputs(
                        Files.isDirectory(run) ? run.resolve("report.html") : Companion.REPORT.of(run),
                        Content.UNNAMED_REPORT,
                        List.of()));
    }

    private static List<Companion> without(List<Companion> all, Predicate<Companion> left) {
        return all.stream().filter(left.negate()).toList();
    }

    /** Returns whether the result is no file but a stream, which nothing goes beside. */
    public boolean isStream() {
        return content == Content.TEXT && TextOutput.isStream(result);
    }

    /** Returns the files that stay, the result first. */
    public List<Path> files() {
        return Stream.concat(
                        Stream.of(result),
                        companions.stream()
                                .filter(companion -> companion != Companion.LOCK)
                                .map(companion -> companion.of(result)))
                .toList();
    }

    /** Returns the files besides the result that the command writes or deletes. */
    public List<Path> beside() {
        if (content == Content.MODEL_FOLDER) {
            return new ModelFolder(result).files();
        }
        return isStream() ? List.of() : companions.stream().map(this::companion).toList();
    }

    /** The lock lies beside the file itself, so that a link to it has the same one. */
    private Path companion(Companion companion) {
        return companion == Companion.LOCK ? OutputLock.file(result) : companion.of(result);
    }

    /** Throws the first of the {@link #problems}. */
    public void require() {
        for (OutputException problem : problems()) {
            throw problem;
        }
    }

    /** Returns all that would keep these files from being written, or would destroy others; empty where all is well. */
    public List<OutputException> problems() {
        List<OutputException> problems = new ArrayList<>();
        attempt(this::requireResult, problems);
        if (problems.isEmpty() && !isStream()) { // the files beside it would share its problem
            attempt(this::requireShortNames, problems);
        }
        if (problems.isEmpty() && !isStream()) {
            companions.forEach(companion -> attempt(() -> companion.requireOwn(companion(companion)), problems));
            attempt(this::requireState, problems);
            attempt(this::requireDifferentFiles, problems);
        }
        return problems;
    }

    private static void attempt(Runnable check, List<OutputException> problems) {
        try {
            check.run();
        } catch (OutputException e) {
            problems.add(e);
        }
    }

    private void requireResult() {
        switch (content) {
            case PARAMETERS -> OutputTarget.of(result).requireFile(NAME_A_FILE);
            case MODEL_FOLDER -> new ModelFolder(result).require();
            case TEXT -> OutputTarget.of(result).requireText(NAME_A_FILE);
            case UNNAMED_REPORT -> Companion.REPORT.requireOwn(result);
        }
    }

    private Stream<Path> all() {
        return Stream.concat(Stream.of(result), beside().stream());
    }

    /** A file is first written under a longer name, and that one has to be possible too. */
    private void requireShortNames() {
        all().map(file -> OutputTarget.of(file).file())
                .map(AtomicFile::widestTemporary)
                .filter(file -> !OutputTarget.takesName(file))
                .findFirst()
                .ifPresent(file -> {
                    throw new OutputException(result, tooLong(file));
                });
    }

    private static String tooLong(Path temporary) {
        String name = temporary.getFileName().toString();
        int bytes = name.getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))).length;
        int most = bytes;
        while (most > 0 && !OutputTarget.takesName(temporary.resolveSibling("x".repeat(most)))) {
            most--;
        }
        return "its name is too long: the run needs " + name + " too, " + bytes + " bytes, and this folder takes "
                + (most == 0 ? "none" : "only " + most)
                + "; choose a name that is " + (bytes - most) + " bytes shorter";
    }

    private void requireState() {
        if (companions.contains(Companion.LOCK)) {
            OutputFolder.require(new RunPaths(result).state());
        }
    }

    private void requireDifferentFiles() {
        Map<Path, Path> names = new HashMap<>();
        all().forEach(file -> {
            Path other = names.putIfAbsent(OutputTarget.of(file).canonical(), file);
            if (other != null) {
                throw new OutputException(
                        file, "leads to the same file as " + other + "; remove the link, or write to another name");
            }
        });
    }
}
