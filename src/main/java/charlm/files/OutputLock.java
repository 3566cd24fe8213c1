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
 * Keeps two runs from writing one output: an operating system lock on {@code X.lock}. The lock ends with its process. The
 * file names the holder.
 *
 * <p>On Unix a process loses the lock when it closes any other handle on the file. So this class opens the file once and
 * recognises it later by its length, a random number, without opening it.
 */
public final class OutputLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLock.class);
    private static final long LOCKED_BYTE =
            Long.MAX_VALUE - 1; // far behind the text, so that other processes can read the text
    private static final int MAX_TEXT_BYTES = 1 << 10;
    private static final int MAX_BYTES = 1 << 14;
    private static final Pattern HOLDER = Pattern.compile("process (\\d{1,18}), since (\\S*)");
    private static final Duration START_ERROR = Duration.ofSeconds(5); // start times are known to about a second
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private OutputLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Returns the lock file of {@code target}: beside the file that its links lead to, so that all its names have one. */
    static Path file(Path target) {
        return Companion.LOCK.of(OutputTarget.of(target).canonical());
    }

    /** Locks {@code target} and the files beside it; throws {@link OutputException} that names the holder. */
    public static OutputLock acquire(Path target) {
        Path file = file(target);
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
     * Throws as {@link #acquire} when the lock file names a living process. Locks and writes nothing, so a run that starts
     * at the same moment is not disturbed.
     */
    public static void checkFree(Path target) {
        Path file = file(target);
        if (HELD_HERE.contains(file)) {
            throw heldHere(target);
        }
        if (!Files.exists(file)) {
            return;
        }
        Companion.LOCK.requireOwn(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            String holder = text(channel);
            if (lives(holder)) {
                throw held(target, holder);
            }
        } catch (NoSuchFileException e) {
            return; // given back meanwhile
        } catch (IOException e) {
            throw new OutputException(file, "cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    /** Returns whether {@code holder} names another living process; locks of this process are in HELD_HERE. */
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

    /** Returns whether {@code process} can be the one that signed: a later process can have the same number. */
    private static boolean signed(ProcessHandle process, String since) {
        try {
            Instant latestStart = Instant.parse(since).plus(START_ERROR);
            return process.info()
                    .startInstant()
                    .filter(start -> start.isAfter(latestStart))
                    .isEmpty();
        } catch (DateTimeException e) { // not a charlm lock file
            return true;
        }
    }

    private static OutputException heldHere(Path target) {
        return held(target, "process " + ProcessHandle.current().pid() + " itself");
    }

    /** Returns the locked channel, or null when the file was deleted between opening and locking. */
    private static FileChannel lock(Path target, Path file) throws IOException {
        Companion.LOCK.requireOwn(file);
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
                LOG.info("{}: taken over from {}, which has ended", file, before);
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
