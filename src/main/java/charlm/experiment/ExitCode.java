package charlm.experiment;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.data.InputException;
import charlm.data.UsageException;
import charlm.files.OutputException;
import charlm.tensor.EngineUnavailableException;
import charlm.tensor.NativeMemory;
import charlm.train.DivergedException;

/** The exit code of the process. README and {@code --help} list all; the manifest of a run has its own. */
public enum ExitCode {
    DONE(0),
    BUG(1),
    USAGE(2),
    INPUT_DATA(3),
    PARAMETER_FILE(4),
    FILES(5),
    DIVERGED(6),
    MEMORY(7),
    INTERRUPTED(130),
    TERMINATED(143);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Returns the exit code of a run that ends with {@code e}. */
    public static ExitCode of(Throwable e) {
        if (NativeMemory.ranOut(e) || e instanceof MemoryException) {
            return MEMORY;
        } else if (e instanceof InputException) {
            return INPUT_DATA;
        } else if (e instanceof CheckpointException || e instanceof RunChangedException) {
            return PARAMETER_FILE;
        } else if (e instanceof OutputException) {
            return FILES;
        } else if (e instanceof DivergedException) {
            return DIVERGED;
        } else if (e instanceof UsageException || e instanceof EngineUnavailableException) {
            return USAGE;
        }
        return BUG;
    }
}
