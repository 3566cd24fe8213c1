package charlm.tensor;

import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what the engines need in a thread of its own, ahead of the first {@link Engines#open}, which takes most of its
 * time for that. What cannot be loaded is told there.
 */
public final class EngineLoading {
    private static final Logger LOG = LoggerFactory.getLogger(EngineLoading.class);
    private static final String ONEDNN_LIBRARY = "org.bytedeco.dnnl.global.dnnl";

    private static Thread thread;

    private EngineLoading() {}

    /** Begins, unless that was done before. */
    public static synchronized void start() {
        if (thread == null) {
            thread = new Thread(EngineLoading::load, "charlm-engine-loading");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Waits until what was begun is done; comes back at once when nothing was. A process must not end meanwhile, and
     * two threads that initialise the libraries' classes could wait for each other for ever.
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
        try {
            Nd4j.getBackend();
            Class.forName(ONEDNN_LIBRARY);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.debug("an engine cannot be loaded", e);
        }
    }
}
