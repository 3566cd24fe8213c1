package charlm.cli.signal;

/** A command that a signal ended early. The message has the command line that continues. */
public final class StoppedException extends RuntimeException {
    private final StopSignal signal;

    public StoppedException(StopSignal signal, String message) {
        super(message);
        this.signal = signal;
    }

    public StopSignal signal() {
        return signal;
    }
}
