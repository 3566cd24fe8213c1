package charlm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Files that are none of the regular ones. Needs a POSIX system. */
public final class SpecialFiles {
    private SpecialFiles() {}

    /** Makes a named pipe. */
    public static Path pipe(Path file) {
        assertEquals(0, run("mkfifo", file.toString()));
        return file;
    }

    /** Makes a device that swallows everything, as /dev/null; only a superuser may, everybody else gets a named pipe. */
    static Path device(Path file) {
        return run("mknod", file.toString(), "c", "1", "3") == 0 ? file : pipe(file);
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the text that somebody will write into {@code pipe}. */
    public static CompletableFuture<String> reader(Path pipe) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(Files.readAllBytes(pipe), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Returns whether {@code file} is still no regular file, no folder and no link. */
    public static boolean isSpecial(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(file);
    }
}
