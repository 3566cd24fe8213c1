package charlm.cli;

/** A command that ended early because it was asked to; the message tells how to go on. */
final class StoppedException extends RuntimeException {
    private final StopSignal signal;

    StoppedException(StopSignal signal, String message) {
        super(message);
        this.signal = signal;
    }

    StopSignal signal() {
        return signal;
    }
}
