package charlm.tensor;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the engines' native libraries in a thread of its own, ahead of the first {@link Engines#open}, which spends
 * most of its time on that and reports what cannot be loaded.
 */
public final class EngineLoading {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoading.class);

    private static CompletableFuture<Void> loading;

    private EngineLoading() {}

    /** Begins the loading, once a process. */
    public static synchronized void start() {
        if (loading == null) {
            loading = CompletableFuture.runAsync(EngineLoading::load, EngineLoading::startThread);
        }
    }

    private static void startThread(Runnable task) {
        Thread thread = new Thread(task, "charlm-engine-loading");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until the loading is done, in spite of an interrupt; returns at once when none has begun. A process must
     * not end during it, and two threads that initialise the libraries' classes could wait for each other for ever.
     */
    public static synchronized void await() {
        if (loading != null) {
            loading.join();
        }
    }

    private static void load() {
        for (EngineProvider provider : Engines.providers()) {
            try {
                provider.load();
            } catch (EngineUnavailableException e) {
                LOG.debug("an engine cannot be loaded", e); // told again where it is opened
            }
        }
    }
}
