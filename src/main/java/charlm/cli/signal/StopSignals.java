package charlm.cli.signal;

import java.util.function.Consumer;

/** Passes the signals that ask a command to end. */
public interface StopSignals {
    /** No signals. */
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
