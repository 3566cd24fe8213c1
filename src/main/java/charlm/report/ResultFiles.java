package charlm.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files without which a result X is not whole: X first, then what goes beside it. Its report is not among them. */
public final class ResultFiles {
    private ResultFiles() {}

    /** Returns where the best parameters go of a run that writes {@code parameters}. */
    public static Path best(Path parameters) {
        return parameters.resolveSibling(parameters.getFileName() + ".best");
    }

    /** Returns those of predictions. */
    public static List<Path> ofPredictions(Path predictions) {
        return List.of(predictions, RunManifest.beside(predictions), ModelCard.beside(predictions));
    }

    /**
     * Returns those of parameters.
     *
     * @param dev whether the model is evaluated on the way, so that its best parameters are kept
     */
    public static List<Path> ofParameters(Path parameters, boolean dev) {
        List<Path> files = new ArrayList<>(List.of(parameters));
        if (dev) {
            files.add(best(parameters));
        }
        files.addAll(
                List.of(MetricsLog.beside(parameters), RunManifest.beside(parameters), ModelCard.beside(parameters)));
        return files;
    }
}
