package charlm.files;

import java.nio.file.Path;

/** A file that cannot be written; the message is one line: which file, what is wrong, the way out. */
public final class OutputException extends RuntimeException {
    private final transient Path file;

    public OutputException(Path file, String problem) {
        this(file, problem, null);
    }

    public OutputException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file;
    }

    public Path file() {
        return file;
    }
}
