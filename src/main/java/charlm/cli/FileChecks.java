package charlm.cli;

import charlm.checkpoint.AtomicFile;
import charlm.checkpoint.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks, before anything is read, whether the files named on the command line can be read or written. */
final class FileChecks {
    private final List<String> problems = new ArrayList<>();
    private final List<Path> inputs = new ArrayList<>();
    private final List<Path> outputs = new ArrayList<>();

    /** Requires that {@code file}, if it was named, can be read, and is not to be overwritten. */
    FileChecks readable(Path file) {
        if (file != null) {
            inputs.add(file);
        }
        return replaceable(file);
    }

    /** Requires that {@code file}, if it was named, can be read; it is read whole before anything is written. */
    FileChecks replaceable(Path file) {
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
            outputs.add(file);
            try {
                AtomicFile.checkWritable(file);
            } catch (OutputException e) {
                problems.add(e.getMessage());
            }
        }
        return this;
    }

    /** Returns what is wrong with the files, an input that would be overwritten included. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        for (Path output : outputs) {
            if (inputs.stream().anyMatch(input -> isSame(input, output))) {
                all.add(output + ": is to be read and would be overwritten; name another file to write");
            }
        }
        return all;
    }

    /** Links count: two names of one file are the same. */
    private static boolean isSame(Path input, Path output) {
        try {
            return Files.exists(input) && Files.exists(output) && Files.isSameFile(input, output);
        } catch (IOException e) {
            return input.toAbsolutePath()
                    .normalize()
                    .equals(output.toAbsolutePath().normalize());
        }
    }
}
