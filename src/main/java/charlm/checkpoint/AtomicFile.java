package charlm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that a reader sees either the old one or the whole new one, even after a crash. */
public final class AtomicFile {
    private AtomicFile() {}

    /** What is to be written. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Writes {@code content} to a temporary file beside {@code target}, forces it to disk and renames it. */
    public static void write(Path target, Content content) {
        Path file = resolveLink(target);
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(file);
        } catch (IOException e) {
            deleteQuietly(temporary, e);
            throw new OutputException(
                    target, "cannot be written (" + reason(e) + "); is the disk full or the folder read-only?", e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(temporary, e);
            throw e;
        }
    }

    /** Writes all of {@code bytes}. */
    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Throws {@link OutputException} when {@link #write} to {@code target} could not work; writes nothing. */
    public static void checkWritable(Path target) {
        if (Files.isDirectory(target)) {
            throw new OutputException(target, "is a folder; name a file");
        }
        Path folder = resolveLink(target).toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new OutputException(target, "cannot be written: there is no folder " + folder + "; create it first");
        }
        if (!Files.isWritable(folder)) {
            throw new OutputException(
                    target, "cannot be written: no permission to write in " + folder + "; choose another folder");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new OutputException(target, "is write-protected; choose another name or change its permissions");
        }
    }

    /** A symbolic link keeps its place: the file it points to is replaced. */
    private static Path resolveLink(Path target) {
        try {
            return Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target;
        } catch (IOException e) {
            return target;
        }
    }

    private static void forceDirectory(Path file) {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder as a channel; the rename is then as durable as that system makes it.
            return;
        }
    }

    private static void deleteQuietly(Path temporary, Throwable cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
