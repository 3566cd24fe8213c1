package charlm.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/** File operations of which the n-th, counted from 1, goes wrong (a write half-way), or that may not write to a path. */
public final class FaultyFiles extends FileOperations implements AutoCloseable {
    /** What the process ends with when it is halted. */
    public static final int HALTED = 99;

    private static final int NONE = 0;

    private final int faulty;
    private final boolean halts;
    private final Optional<Path> forbidden;
    private int count;
    private String failed;

    private FaultyFiles(int faulty, boolean halts, Optional<Path> forbidden) {
        this.faulty = faulty;
        this.halts = halts;
        this.forbidden = forbidden;
    }

    /** Makes the n-th operation from now on fail, until closed. */
    public static FaultyFiles failing(int n) {
        FaultyFiles files = new FaultyFiles(n, false, Optional.empty());
        FileOperations.replaceBy(files);
        return files;
    }

    /** Ends this process at the n-th operation from now on, as a power cut would. */
    public static void halting(int n) {
        FileOperations.replaceBy(new FaultyFiles(n, true, Optional.empty()));
    }

    /** Forbids to write to {@code path}, whoever the user is, until closed. */
    static FaultyFiles forbidding(Path path) {
        FaultyFiles files = new FaultyFiles(NONE, false, Optional.of(path));
        FileOperations.replaceBy(files);
        return files;
    }

    /** Returns which operation failed, if it came to that. */
    public Optional<String> failed() {
        return Optional.ofNullable(failed);
    }

    @Override
    void before(String operation, Path file) throws IOException {
        if (++count == faulty && !operation.equals("write")) {
            fail(operation);
        }
    }

    @Override
    void write(FileChannel channel, Path file, ByteBuffer bytes) throws IOException {
        before("write", file);
        if (count == faulty) {
            channel.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
            fail("write");
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    boolean isWritable(Path file) {
        return !forbidden.equals(Optional.of(file)) && super.isWritable(file);
    }

    private void fail(String operation) throws IOException {
        if (halts) {
            Runtime.getRuntime().halt(HALTED);
        }
        failed = operation;
        throw new IOException("no space left on device");
    }

    @Override
    public void close() {
        FileOperations.replaceBy(new FileOperations());
    }
}
