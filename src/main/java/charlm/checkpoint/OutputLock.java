package charlm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs from writing one output: a lock of the operating system on {@code X.lock}, which ends with its process
 * however that ends. The file says who holds it.
 */
public final class OutputLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1; // far from the text, which others can then still read

    private final Path file;
    private final FileChannel channel;
    private final String before;

    private OutputLock(Path file, FileChannel channel, String before) {
        this.file = file;
        this.channel = channel;
        this.before = before;
    }

    /** Locks the outputs that belong to {@code target}; throws {@link OutputException} that names the holder. */
    public static OutputLock acquire(Path target) {
        Path file = target.resolveSibling(target.getFileName() + ".lock");
        String self = "process " + ProcessHandle.current().pid() + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try {
            while (true) {
                OutputLock lock = tryAcquire(target, file, self);
                if (lock.stillNamed(self)) {
                    lock.logTakeOver();
                    return lock;
                }
                lock.channel.close(); // its holder deleted it between our opening and our locking it
            }
        } catch (IOException e) {
            throw new OutputException(file, "cannot be written (" + AtomicFile.reason(e) + ")", e);
        }
    }

    private static OutputLock tryAcquire(Path target, Path file, String self) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            String before = text(channel);
            if (!lock(channel)) {
                throw new OutputException(
                        target,
                        "another run is writing it (" + (before.isEmpty() ? "just started" : before)
                                + "); wait for it, stop it, or write to another file");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)), 0);
            return new OutputLock(file, channel, before);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException e) { // held by this very process
            return false;
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 10));
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private boolean stillNamed(String self) throws IOException {
        return Files.exists(file) && Files.readString(file).equals(self);
    }

    private void logTakeOver() {
        if (!before.isEmpty()) {
            LOG.info("{}: was left by {}, which is gone; taken over", file, before);
        }
    }

    /** Gives the lock back: deletes the file first, so that nobody waits on one that is about to go. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: cannot be deleted ({}); the next run takes it over", file, AtomicFile.reason(e));
        }
    }
}
