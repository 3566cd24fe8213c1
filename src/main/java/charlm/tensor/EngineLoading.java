package charlm.tensor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the engines' native libraries in a thread of its own, ahead of the first {@link Engines#open}, which spends most of
 * its time on that and reports what cannot be loaded.
 */
public final class EngineLoading {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoading.class);

    private static Thread thread;

    private EngineLoading() {}

    /** Begins the loading, once a process. */
    public static synchronized void start() {
        if (thread == null) {
            thread = new Thread(EngineLoading::load, "charlm-engine-loading");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Waits until the loading is done; returns at once when none has begun. A process must not end during it, and two
     * threads that initialise the libraries' classes could wait for each other for ever.
     */
    public static synchronized void await() {
        boolean interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void load() {
        for (EngineProvider provider : Engines.providers()) {
            try {
                provider.load();
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                LOG.debug("an engine cannot be loaded", e);
            }
        }
    }
}
