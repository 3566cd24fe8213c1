package charlm.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Every file system operation of a save. {@link AtomicFile} and {@code StateFolder} use only these, so that tests can fail
 * each operation, or end the process there.
 */
public class FileOperations {
    private static volatile FileOperations current = new FileOperations();

    public static FileOperations current() {
        return current;
    }

    /** Replaces the real operations in a test. */
    static void replaceBy(FileOperations others) {
        current = others;
    }

    /** Runs before each operation; a test throws here, or halts. */
    void before(String operation, Path file) throws IOException {}

    /** Makes a new file, in place of one that a dead process with the number of this one left. */
    FileChannel create(Path file) throws IOException {
        before("create", file);
        Files.deleteIfExists(file);
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
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

    /** Forces created, renamed and deleted entries of {@code folder} to disk, as far as the system can. */
    public void forceFolder(Path folder) throws IOException {
        before("force folder", folder);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            return; // Windows opens no folder, Unix none without read permission
        }
    }

    public void createFolder(Path folder) throws IOException {
        before("create folder", folder);
        OutputFolder.create(folder);
    }

    /** Returns whether a file can be written, or entries can be made in a folder. */
    boolean isWritable(Path file) {
        return Files.isWritable(file);
    }

    public void delete(Path file) throws IOException {
        before("delete", file);
        Files.deleteIfExists(file);
    }
}
