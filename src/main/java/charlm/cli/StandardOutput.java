package charlm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The standard output, which remembers what was wrong: Java's own print streams pass over a full disk without a word. */
final class StandardOutput extends OutputStream {
    private static final Path LINK = Path.of("/proc/self/fd/1");
    private static final String PIPE = "pipe";

    private final OutputStream out;
    private IOException failure;

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    /** For tests: writes to {@code out}. */
    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** Returns the encoding of the terminal, where the JVM knows it. */
    static Charset charset() {
        String name = System.getProperty("stdout.encoding", "");
        return !name.isEmpty() && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Returns what has been lost and why, in one line; nothing where a reader has left its end of a pipe. */
    Optional<String> loss() {
        return failure == null || isPipe()
                ? Optional.empty()
                : Optional.of(
                        "standard output: cannot be written (" + failure.getMessage() + "); results are missing there");
    }

    /** The system's message is in the user's language. */
    private boolean isPipe() {
        if (String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains(PIPE)) {
            return true;
        }
        try {
            return Files.readSymbolicLink(LINK).toString().startsWith(PIPE);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
