package charlm.cli.option;

import charlm.files.AtomicFile;
import charlm.files.OutputException;
import charlm.files.SameFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Checks, before anything is read, that the files named on the command line can be read or written. */
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

    /** Requires that {@code file}, if it was named, can be read and is not overwritten. */
    public FileChecks readable(Path file) {
        return existing(file, inputs);
    }

    /** Requires that {@code file}, if it was named, can be read. The result may replace it. */
    public FileChecks replaceable(Path file) {
        return existing(file, replaceable);
    }

    private FileChecks existing(Path file, List<Path> kind) {
        if (file == null) {
            return this;
        }
        kind.add(file);
        if (!Files.exists(file)) {
            problems.add(file + ": there is no such file");
        } else if (Files.isDirectory(file)) {
            problems.add(file + ": is a folder; name a file");
        } else if (!mayRead.test(file)) {
            problems.add(file + ": cannot be read; change its permissions");
        }
        return this;
    }

    /** Requires that {@code file}, if it was named, can be written. */
    public FileChecks writable(Path file) {
        return file == null ? this : writable(List.of(file));
    }

    /** Requires that a result and the files beside it can be written. Only the result may replace a replaceable input. */
    public FileChecks writable(List<Path> result) {
        results.add(result.get(0));
        besides.addAll(result.subList(1, result.size()));
        try {
            result.forEach(AtomicFile::checkWritable);
        } catch (OutputException e) { // the others share the problem of the first
            problems.add(e.getMessage());
        }
        return this;
    }

    /** Adds a {@code file} that is written beside a result where that is possible. */
    public FileChecks replacing(Path file) {
        besides.add(file);
        return this;
    }

    /** Returns all problems, with those of inputs that would be overwritten. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        results.forEach(file -> refuse(file, inputs, all));
        besides.forEach(file -> refuse(file, inputs, all));
        besides.forEach(file -> refuse(file, replaceable, all));
        return all;
    }

    private static void refuse(Path output, List<Path> inputs, List<String> problems) {
        if (inputs.stream().anyMatch(input -> SameFile.areOne(input, output))) {
            problems.add(output + ": is an input and would be overwritten; name another file to write");
        }
    }
}
