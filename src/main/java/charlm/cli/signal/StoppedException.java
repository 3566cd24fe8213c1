package charlm.cli.signal;

/** A command that ended early because it was asked to; the message tells how to go on. */
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
