package charlm.tensor;

/**
 * A flat run of numbers of one type in the memory of an engine, which need not be the host's. Only engines implement it.
 * Reads and writes are in order with the operations of the engine: a read waits for those before it.
 */
public interface Storage {
    NumberType type();

    /** Returns the number of elements. */
    long length();

    /** Copies {@code values} into {@code window}, a tensor over this, row by row. */
    void write(Tensor window, float[] values);

    /** Copies {@code values} into {@code window}, a tensor over this, row by row. */
    void write(Tensor window, double[] values);

    /** Copies the elements of {@code window}, a tensor over this, out, row by row. */
    float[] readFloats(Tensor window);

    /** Copies the elements of {@code window}, a tensor over this, out, row by row. */
    double[] readDoubles(Tensor window);

    /** Frees the memory at once, if it is not freed yet; no window over it may be used afterwards. */
    void free();

    boolean isFreed();
}
