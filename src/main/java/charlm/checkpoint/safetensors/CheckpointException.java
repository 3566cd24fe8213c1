package charlm.checkpoint.safetensors;

import java.nio.file.Path;

/** A checkpoint that cannot be used; the message is one line: which file, what is wrong, the way out. */
public final class CheckpointException extends RuntimeException {
    public CheckpointException(Path file, String problem) {
        super(file + ": " + problem);
    }

    public CheckpointException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
