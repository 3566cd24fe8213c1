package charlm.tensor;

import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * A native library, loaded once a process. A JVM tells why a class could not start on the first try alone and later
 * only that it could not, so the first failure is kept and thrown by every later try, whoever makes it.
 */
public final class NativeLibrary {
    /** What all the others need. Its class hides that it cannot be loaded until a method is missed. */
    static final NativeLibrary JAVACPP = new NativeLibrary("JavaCPP", () -> Loader.load(Pointer.class));

    private final String name;
    private final Callable<?> loader;
    private boolean loaded;
    private EngineUnavailableException failure;

    /**
     * Names a library, and loads nothing yet.
     *
     * @param name for messages
     * @param loader loads it
     */
    public NativeLibrary(String name, Callable<?> loader) {
        this.name = name;
        this.loader = loader;
    }

    /**
     * Loads the library, unless that has been tried before.
     *
     * @throws EngineUnavailableException when it cannot be loaded; the message explains the first cause
     */
    public synchronized void load() {
        if (!loaded && failure == null) {
            try {
                if (this != JAVACPP) {
                    JAVACPP.load();
                }
                loader.call();
                loaded = true;
            } catch (EngineUnavailableException e) {
                failure = e; // of a library that this one needs
            } catch (Throwable e) { // a library that is cut short can end as any Error
                failure = new EngineUnavailableException(name + " cannot start: " + LoadFailure.explain(e), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
