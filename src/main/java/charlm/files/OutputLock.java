package charlm.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two runs from writing one output: a lock of the operating system on {@code X.lock}, which ends with its process
 * however that ends. The file says who holds it.
 *
 * <p>On Unix a process loses such a lock when it closes any other handle on the file. So this class opens a file only
 * once, and recognises it by its length, which is drawn, without opening it.
 */
public final class OutputLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1; // far from the text, which others can then still read
    private static final int MAX_TEXT_BYTES = 1 << 10;
    private static final int MAX_BYTES = 1 << 14;
    private static final Pattern HOLDER = Pattern.compile("process (\\d{1,18}), since (\\S*)");
    private static final Duration START_ERROR = Duration.ofSeconds(5); // a start is known to a second or so
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private OutputLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Locks the outputs that belong to {@code target}; throws {@link OutputException} that names the holder. */
    public static OutputLock acquire(Path target) {
        Path file = new RunPaths(target).lock().toAbsolutePath().normalize();
        if (!HELD_HERE.add(file)) {
            throw heldHere(target);
        }
        try {
            FileChannel channel = lock(target, file);
            while (channel == null) {
                channel = lock(target, file);
            }
            return new OutputLock(file, channel);
        } catch (IOException e) {
            HELD_HERE.remove(file);
            throw new OutputException(file, "cannot be written (" + AtomicFile.reason(e) + ")", e);
        } catch (RuntimeException e) {
            HELD_HERE.remove(file);
            throw e;
        }
    }

    /**
     * Throws as {@link #acquire} where a process that lives says it writes {@code target}. Takes and writes nothing, so
     * a run that starts at the same moment is not disturbed.
     */
    public static void checkFree(Path target) {
        Path file = new RunPaths(target).lock().toAbsolutePath().normalize();
        if (HELD_HERE.contains(file)) {
            throw heldHere(target);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            String holder = text(channel);
            if (lives(holder)) {
                throw held(target, holder);
            }
        } catch (NoSuchFileException e) {
            return; // nobody ever wrote it
        } catch (IOException e) {
            throw new OutputException(file, "cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    /** Returns whether {@code holder} names another process that lives: what this one holds is known without a file. */
    private static boolean lives(String holder) {
        Matcher matcher = HOLDER.matcher(holder);
        if (!matcher.lookingAt()) {
            return false;
        }
        long pid = Long.parseLong(matcher.group(1));
        return pid != ProcessHandle.current().pid()
                && ProcessHandle.of(pid)
                        .filter(process -> signed(process, matcher.group(2)))
                        .isPresent();
    }

    /** Another process has the number of one that is gone, after a restart of the machine for instance. */
    private static boolean signed(ProcessHandle process, String since) {
        try {
            Instant latestStart = Instant.parse(since).plus(START_ERROR);
            return process.info()
                    .startInstant()
                    .filter(start -> start.isAfter(latestStart))
                    .isEmpty();
        } catch (DateTimeException e) { // the file could be anybody's
            return true;
        }
    }

    private static OutputException heldHere(Path target) {
        return held(target, "process " + ProcessHandle.current().pid() + " itself");
    }

    /** Returns the channel that holds the lock, or null where the file was deleted between opening and locking it. */
    private static FileChannel lock(Path target, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            String before = text(channel);
            if (!tryLock(channel, target)) {
                throw held(target, before.isEmpty() ? "just started" : before);
            }
            long length = ThreadLocalRandom.current().nextInt(MAX_TEXT_BYTES, MAX_BYTES);
            sign(channel, length);
            if (!Files.exists(file) || Files.size(file) != length) {
                channel.close();
                return null;
            }
            if (!before.isEmpty()) {
                LOG.info("{}: was left by {}, which is gone; taken over", file, before);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel, Path target) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (IOException e) { // some network file systems have no locks
            LOG.warn("{}: cannot be locked here ({}); let no other run write it", target, AtomicFile.reason(e));
            return true;
        }
    }

    private static OutputException held(Path target, String holder) {
        return new OutputException(
                target, "another run is writing it (" + holder + "); wait for it, stop it, or write to another file");
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_TEXT_BYTES);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }

    private static void sign(FileChannel channel, long length) throws IOException {
        String self = "process " + ProcessHandle.current().pid() + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        byte[] padded = (self + " ".repeat((int) length - self.length())).getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        AtomicFile.writeFully(channel, ByteBuffer.wrap(padded));
    }

    /** Gives the lock back: deletes the file first, so that nobody waits on one that is about to go. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: cannot be deleted ({}); the next run takes it over", file, AtomicFile.reason(e));
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
