package charlm.files;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Names every file of a run. All lie beside its result X, the checkpoint or the predictions, and begin with its name.
 *
 * @param result X
 */
public record RunPaths(Path result) {
    private static final String STATE = ".state";

    /** Returns the run whose manifest {@code file} is by its name, if it is one. */
    public static Optional<RunPaths> ofManifest(Path file) {
        String name = String.valueOf(file.getFileName());
        String ending = Companion.MANIFEST.ending();
        return name.endsWith(ending)
                ? Optional.of(new RunPaths(file.resolveSibling(name.substring(0, name.length() - ending.length()))))
                : Optional.empty();
    }

    /** Returns the manifest: command, config, inputs, machine, score. */
    public Path manifest() {
        return Companion.MANIFEST.of(result);
    }

    /** Returns the model card. */
    public Path card() {
        return Companion.CARD.of(result);
    }

    /** Returns the HTML report. */
    public Path report() {
        return Companion.REPORT.of(result);
    }

    /** Returns the checkpoint of the best evaluation during training. */
    public Path best() {
        return Companion.BEST.of(result);
    }

    /** Returns the metrics of all steps. */
    public Path metrics() {
        return Companion.METRICS.of(result);
    }

    /** Returns the folder of the training states. */
    public Path state() {
        return result.resolveSibling(result.getFileName() + STATE);
    }
}
