package charlm.tensor;

/**
 * Opens the engines of one kind. A provider is found by {@link java.util.ServiceLoader}, through its line in {@code
 * META-INF/services}. Making one loads no native code, so that commands that compute nothing start fast.
 */
public interface EngineProvider {
    /** Returns the choice that this answers. */
    EngineChoice choice();

    /** Returns whether its engines compute in {@code precision}, on a processor that has it; not asked for AUTO. */
    boolean computes(Precision precision);

    /** Returns among how many workers an engine of {@code threads} threads divides a training step at most. */
    int workers(int threads);

    /**
     * Loads the native libraries, once a process, ahead of {@link #open}.
     *
     * @throws EngineUnavailableException when one cannot be loaded, with the first cause
     */
    void load();

    /**
     * Returns a started engine.
     *
     * @param precision one that it computes in
     * @param threads how many processor threads it may use, 0 for the library's own choice
     * @throws EngineUnavailableException when it cannot start here
     */
    Engine open(Precision precision, int threads);
}
