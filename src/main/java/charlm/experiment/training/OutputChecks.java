package charlm.experiment.training;

import charlm.experiment.config.TrainingRequest;
import charlm.files.AtomicFile;
import charlm.files.OutputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks all outputs of a training run first, so that none fails after hours of training. */
public final class OutputChecks {
    private OutputChecks() {}

    /** Throws the first {@link OutputException}; writes nothing. */
    static void require(TrainingRequest request) {
        request.mandatoryOutputs().forEach(AtomicFile::checkWritable);
        request.outputs().eventFolder().ifPresent(OutputChecks::requireFolder);
    }

    /** Throws unless {@code folder}, which is made when it is needed, is a writable folder or can be made. */
    public static void requireFolder(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            throw new OutputException(folder, "cannot be made: its drive does not exist; name another folder");
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new OutputException(
                    folder, "cannot be made: " + existing + " is no folder that may be written to; make it one");
        }
    }
}
