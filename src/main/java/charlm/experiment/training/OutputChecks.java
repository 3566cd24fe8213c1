package charlm.experiment.training;

import charlm.experiment.config.TrainingRequest;
import charlm.files.AtomicFile;
import charlm.files.OutputException;
import charlm.files.RunPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks whether what a training run writes can be written, so that no run fails at its end for want of that. */
public final class OutputChecks {
    private OutputChecks() {}

    /** Returns the files that the run must write, its parameters first; a report that cannot be written spoils nothing. */
    static List<Path> files(TrainingRequest request) {
        return new RunPaths(request.writing()).ofTraining(request.dev().isPresent());
    }

    /** Throws the first {@link OutputException}; writes nothing. */
    static void require(TrainingRequest request) {
        files(request).forEach(AtomicFile::checkWritable);
        request.eventFolder().ifPresent(OutputChecks::requireFolder);
    }

    /** The folder is made when it is needed; what there is of it must allow that. */
    public static void requireFolder(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            throw new OutputException(folder, "cannot be made: its drive is not there; name another folder");
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new OutputException(
                    folder, "cannot be made: " + existing + " is no folder that may be written to; make it one");
        }
    }
}
