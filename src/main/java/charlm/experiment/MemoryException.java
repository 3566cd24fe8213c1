package charlm.experiment;

/** A run that does not fit into the memory of this machine. The message has its size and the way out. */
public final class MemoryException extends RuntimeException {
    public MemoryException(String problem) {
        super(problem);
    }
}
