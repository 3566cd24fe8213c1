package charlm.cli.option;

import charlm.files.AtomicFile;
import charlm.files.OutputException;
import charlm.files.SameFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks, before anything is read, whether the files named on the command line can be read or written. */
public final class FileChecks {
    private final Predicate<Path> mayRead;
    private final List<String> problems = new ArrayList<>();
    private final List<Path> inputs = new ArrayList<>();
    private final List<Path> replaceable = new ArrayList<>();
    private final List<Path> results = new ArrayList<>();
    private final List<Path> besides = new ArrayList<>();

    public FileChecks() {
        this(Files::isReadable);
    }

    /** For tests: the permissions of files bind no superuser. */
    public FileChecks(Predicate<Path> mayRead) {
        this.mayRead = mayRead;
    }

    /** Requires that {@code file}, if it was named, can be read, and is not to be overwritten. */
    public FileChecks readable(Path file) {
        if (file != null) {
            inputs.add(file);
        }
        return existing(file);
    }

    /** Requires that {@code file}, if it was named, can be read; it is not needed any more when the result is written. */
    public FileChecks replaceable(Path file) {
        if (file != null) {
            replaceable.add(file);
        }
        return existing(file);
    }

    private FileChecks existing(Path file) {
        if (file != null) {
            if (!Files.exists(file)) {
                problems.add(file + ": there is no such file");
            } else if (Files.isDirectory(file)) {
                problems.add(file + ": is a folder; name a file");
            } else if (!mayRead.test(file)) {
                problems.add(file + ": cannot be read; change its permissions");
            }
        }
        return this;
    }

    /** Requires that {@code file}, if it was named, can be written. */
    public FileChecks writable(Path file) {
        return file == null ? this : writable(List.of(file));
    }

    /** Requires that a result and what goes beside it can be written. Only the first may replace a replaceable input. */
    public FileChecks writable(List<Path> result) {
        results.add(result.get(0));
        besides.addAll(result.subList(1, result.size()));
        try {
            result.forEach(AtomicFile::checkWritable);
        } catch (OutputException e) { // what ails the first ails the others
            problems.add(e.getMessage());
        }
        return this;
    }

    /** Takes note that {@code file} is written beside a result, unless it cannot be. */
    public FileChecks replacing(Path file) {
        besides.add(file);
        return this;
    }

    /** Returns what is wrong with the files, an input that would be overwritten included. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        results.forEach(file -> refuse(file, inputs, all));
        besides.forEach(file -> refuse(file, inputs, all));
        besides.forEach(file -> refuse(file, replaceable, all));
        return all;
    }

    private static void refuse(Path output, List<Path> inputs, List<String> problems) {
        if (inputs.stream().anyMatch(input -> SameFile.areOne(input, output))) {
            problems.add(output + ": is to be read and would be overwritten; name another file to write");
        }
    }
}
