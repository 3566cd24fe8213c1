package charlm.cli.signal;

import java.util.function.Consumer;

/** Tells a command that its user wants it to end. */
public interface StopSignals {
    /** For where no signal comes. */
    StopSignals NONE = first -> () -> {};

    /**
     * Hands the first signal to {@code first} in place of the end of the process, until the watch is closed.
     *
     * @param first called on another thread
     */
    Watch watch(Consumer<StopSignal> first);

    /** Signals are watched for. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
