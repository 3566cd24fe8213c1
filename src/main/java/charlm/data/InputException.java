package charlm.data;

import java.nio.file.Path;

/** Bad input data (a corpus or a file of questions); the message is one line that says what, where and the way out. */
public final class InputException extends RuntimeException {
    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns a problem of a whole file. */
    static InputException in(Path file, String problem) {
        return new InputException(file + ": " + problem);
    }

    /** Returns a problem of a line, counted from 1. */
    static InputException at(Path file, int line, String problem) {
        return new InputException(file + ":" + line + ": " + problem);
    }

    /** Returns a problem of a character; line and column (in code points) are counted from 1. */
    static InputException at(Path file, int line, long column, String problem) {
        return new InputException(file + ":" + line + ":" + column + ": " + problem);
    }
}
