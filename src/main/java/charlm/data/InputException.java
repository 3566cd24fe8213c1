package charlm.data;

import java.nio.file.Path;

/** Bad input data, a corpus or a file of questions. The message is one line: what, where and the way out. */
public final class InputException extends RuntimeException {
    /** Reports a problem of a whole file. */
    public InputException(Path file, String problem) {
        this(file + ": " + problem);
    }

    /** Reports a problem of a whole file and its cause. */
    public InputException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    private InputException(String message) {
        super(message);
    }

    /** Returns a problem of a line, counted from 1. */
    static InputException at(Path file, int line, String problem) {
        return new InputException(file + ":" + line + ": " + problem);
    }

    /** Returns a problem of a character; line and column (in code points) are counted from 1. */
    static InputException at(Path file, int line, long column, String problem) {
        return new InputException(file + ":" + line + ":" + column + ": " + problem);
    }

    /** Returns the same with one more way out. */
    public InputException with(String wayOut) {
        return new InputException(getMessage() + "; " + wayOut);
    }

    /** Returns this, the first of {@code problems} problems of a file's lines. */
    InputException ofMany(int problems) {
        return new InputException(getMessage() + " (" + problems + " lines are bad in all)");
    }
}
