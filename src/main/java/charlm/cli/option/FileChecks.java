package charlm.cli.option;

import charlm.files.FolderFile;
import charlm.files.ModelFolder;
import charlm.files.RunOutputs;
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
    private final List<RunOutputs> outputs = new ArrayList<>();

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

    /** Requires the same of a checkpoint, which may be a model folder: none of its files is overwritten. */
    public FileChecks checkpoint(Path file) {
        if (file != null && Files.isDirectory(file) && !ModelFolder.isAt(file)) {
            problems.add(file + ": is a folder without " + FolderFile.CONFIG.fileName() + "; name a checkpoint");
            return this;
        }
        return file != null && ModelFolder.isAt(file) ? folder(file) : readable(file);
    }

    private FileChecks folder(Path folder) {
        inputs.add(folder);
        new ModelFolder(folder).files().stream().filter(Files::exists).forEach(this::readable);
        return this;
    }

    /** Requires that {@code file}, if it was named, can be read. The result may replace it, but no file of a model folder. */
    public FileChecks replaceable(Path file) {
        return file != null && ModelFolder.isAt(file) ? folder(file) : existing(file, replaceable);
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

    /** Requires that {@code outputs} can be written and replace nothing that is not theirs. */
    public FileChecks writes(RunOutputs outputs) {
        this.outputs.add(outputs);
        return this;
    }

    /** Returns all problems, with those of inputs that would be overwritten. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        for (RunOutputs written : outputs) {
            List<Path> read = new ArrayList<>();
            if (!written.isStream() && isRead(written.result(), inputs)) {
                read.add(written.result());
            }
            written.beside().stream()
                    .filter(file -> isRead(file, inputs) || isRead(file, replaceable))
                    .forEach(read::add);
            written.problems().stream()
                    .filter(problem -> !read.contains(problem.file()))
                    .forEach(problem -> all.add(problem.getMessage()));
            read.forEach(file -> all.add(file + ": is an input and would be overwritten; name another file to write"));
        }
        return all;
    }

    private static boolean isRead(Path output, List<Path> inputs) {
        return inputs.stream().anyMatch(input -> SameFile.areOne(input, output));
    }
}
