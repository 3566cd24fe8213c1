package charlm.files;

import charlm.state.StateFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Everything a save does to the file system. One seam under {@link AtomicFile} and {@link StateFolder}, so that tests can
 * fail each single operation, or end the process there.
 */
public class FileOperations {
    private static volatile FileOperations current = new FileOperations();

    public static FileOperations current() {
        return current;
    }

    /** Puts others in the place of the real ones, for a test. */
    static void replaceBy(FileOperations others) {
        current = others;
    }

    /** Is called before each operation; a test throws here, or halts. */
    void before(String operation, Path file) throws IOException {}

    FileChannel create(Path file) throws IOException {
        before("create", file);
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Writes all of {@code bytes}. */
    void write(FileChannel channel, Path file, ByteBuffer bytes) throws IOException {
        before("write", file);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void force(FileChannel channel, Path file) throws IOException {
        before("force", file);
        channel.force(true);
    }

    void rename(Path from, Path to) throws IOException {
        before("rename", to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes what was created, renamed or deleted in {@code folder} last, as far as the system can. */
    public void forceFolder(Path folder) throws IOException {
        before("force folder", folder);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            return; // Windows opens no folder, and others none that one may only write to
        }
    }

    public void createFolder(Path folder) throws IOException {
        before("create folder", folder);
        Files.createDirectories(folder);
    }

    /** Returns whether it may be written to, or in. */
    boolean isWritable(Path file) {
        return Files.isWritable(file);
    }

    public void delete(Path file) throws IOException {
        before("delete", file);
        Files.deleteIfExists(file);
    }
}
