package charlm.checkpoint.torch;

/** A pickle that is not of the allowed kind, or an archive around it; the message says which part. */
final class PickleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PickleException(String message) {
        super(message);
    }
}
