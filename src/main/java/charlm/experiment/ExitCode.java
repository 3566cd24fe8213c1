package charlm.experiment;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.data.InputException;
import charlm.data.UsageException;
import charlm.eval.UnusableModelException;
import charlm.files.OutputException;
import charlm.tensor.EngineUnavailableException;
import charlm.tensor.NativeMemory;
import charlm.train.DivergedException;

/** The exit code of the process. README and {@code --help} list all; the manifest of a run has its own. */
public enum ExitCode {
    DONE(0, "done"),
    BUG(1, "internal error; please report it"),
    USAGE(2, "wrong or missing arguments"),
    INPUT_DATA(3, "input data that cannot be used"),
    PARAMETER_FILE(4, "a checkpoint (parameter file) or a training state that cannot be used"),
    FILES(5, "a file that cannot be read or written, or that another run is writing"),
    DIVERGED(6, "training diverged: a loss, gradient or parameter is NaN or infinite"),
    MEMORY(7, "not enough memory"),
    INTERRUPTED(130, "stopped by SIGINT (Ctrl-C); training saves its state first"),
    TERMINATED(143, "stopped by SIGTERM; training saves its state first");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** Returns the line of the help. */
    public String meaning() {
        return meaning;
    }

    /** Returns the exit code of a run that ends with {@code e}. */
    public static ExitCode of(Throwable e) {
        if (NativeMemory.ranOut(e) || e instanceof MemoryException) {
            return MEMORY;
        } else if (e instanceof InputException) {
            return INPUT_DATA;
        } else if (e instanceof CheckpointException
                || e instanceof RunChangedException
                || e instanceof UnusableModelException) {
            return PARAMETER_FILE;
        } else if (e instanceof OutputException
                || e instanceof EngineUnavailableException unavailable && unavailable.ofFile()) {
            return FILES;
        } else if (e instanceof DivergedException) {
            return DIVERGED;
        } else if (e instanceof UsageException || e instanceof EngineUnavailableException) {
            return USAGE;
        }
        return BUG;
    }
}
