package charlm.data;

/**
 * A setting that a user chose and that cannot be used: out of range, or at odds with another setting or with a file. The
 * message is one line that names the flag as it is typed. Any other {@link IllegalArgumentException} is an internal error.
 */
public final class UsageException extends IllegalArgumentException {
    public UsageException(String problem) {
        super(problem);
    }

    public UsageException(String problem, Throwable cause) {
        super(problem, cause);
    }

    /** Throws {@code problem} unless {@code holds}. */
    public static void require(boolean holds, String problem) {
        if (!holds) {
            throw new UsageException(problem);
        }
    }
}
