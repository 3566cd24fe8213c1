package charlm.cli;

import charlm.checkpoint.AtomicFile;
import charlm.checkpoint.OutputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks, before anything is read, whether the files named on the command line can be read or written. */
final class FileChecks {
    private final List<String> problems = new ArrayList<>();

    /** Requires that {@code file}, if it was named, can be read. */
    FileChecks readable(Path file) {
        if (file != null) {
            if (!Files.exists(file)) {
                problems.add(file + ": there is no such file");
            } else if (Files.isDirectory(file)) {
                problems.add(file + ": is a folder; name a file");
            } else if (!Files.isReadable(file)) {
                problems.add(file + ": cannot be read; change its permissions");
            }
        }
        return this;
    }

    /** Requires that {@code file}, if it was named, can be written. */
    FileChecks writable(Path file) {
        if (file != null) {
            try {
                AtomicFile.checkWritable(file);
            } catch (OutputException e) {
                problems.add(e.getMessage());
            }
        }
        return this;
    }

    List<String> problems() {
        return problems;
    }
}
