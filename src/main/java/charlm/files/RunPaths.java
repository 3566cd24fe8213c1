package charlm.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names every file of a run. All lie beside its result X, the checkpoint or the predictions, and begin with its name.
 *
 * @param result X
 */
public record RunPaths(Path result) {
    private static final String MANIFEST = ".run.json";

    /** Returns the run whose manifest {@code file} is by its name, if it is one. */
    public static Optional<RunPaths> ofManifest(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(MANIFEST)
                ? Optional.of(new RunPaths(file.resolveSibling(name.substring(0, name.length() - MANIFEST.length()))))
                : Optional.empty();
    }

    /** Returns the manifest: command, config, inputs, machine, score. */
    public Path manifest() {
        return beside(MANIFEST);
    }

    /** Returns the model card. */
    public Path card() {
        return beside(".md");
    }

    /** Returns the HTML report. */
    public Path report() {
        return beside(".html");
    }

    /** Returns the checkpoint of the best evaluation during training. */
    public Path best() {
        return beside(".best");
    }

    /** Returns the metrics of all steps. */
    public Path metrics() {
        return beside(".metrics.jsonl");
    }

    /** Returns the folder of the training states. */
    public Path state() {
        return beside(".state");
    }

    /** Returns the lock that keeps a second run from writing the same result. */
    public Path lock() {
        return beside(".lock");
    }

    /**
     * Returns the files that a training run must write, its checkpoint first; the report is optional.
     *
     * @param dev whether the model is evaluated during training
     */
    public List<Path> ofTraining(boolean dev) {
        Stream<Path> first = dev ? Stream.of(result, best()) : Stream.of(result);
        return Stream.concat(first, Stream.of(metrics(), manifest(), card())).toList();
    }

    /** Returns the files that an evaluation must write, its predictions first; the report is optional. */
    public List<Path> ofEvaluation() {
        return List.of(result, manifest(), card());
    }

    private Path beside(String ending) {
        return result.resolveSibling(result.getFileName() + ending);
    }
}
