package charlm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aWriteReplacesTheOldFileAndLeavesNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "a longer old text");
        AtomicFile.write(file, text("new"));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("x"), names());
    }

    @Test
    void untilItIsWholeTheNewFileIsNotSeen() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");
        AtomicFile.write(file, channel -> {
            channel.write(ByteBuffer.wrap(new byte[] {'n'}));
            assertEquals("old", Files.readString(file));
        });
        assertEquals("n", Files.readString(file));
    }

    @Test
    void afterAnyFailureTheOldFileIsThereAndTheTemporaryIsGone() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");
        IOException full = new IOException("no space left");
        OutputException refused = assertThrows(
                OutputException.class,
                () -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[100]));
                    throw full;
                }));
        assertTrue(refused.getMessage().startsWith(file + ": cannot be written (IOException: no space left)"));
        assertSame(full, refused.getCause());
        assertThrows(
                ArithmeticException.class,
                () -> AtomicFile.write(file, channel -> {
                    throw new ArithmeticException("too large");
                }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("x"), names());
    }

    @Test
    void whicheverOperationFailsTheOldFileOrTheWholeNewOneIsThere() throws IOException {
        Path file = folder.resolve("x");
        boolean failed = true;
        int n = 1;
        for (; failed; n++) {
            Files.writeString(file, "old");
            try (FaultyFiles files = FaultyFiles.failing(n)) {
                boolean written = !throwsOutputException(() -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[] {'n', 'e'}));
                    channel.write(ByteBuffer.wrap(new byte[] {'w'}));
                }));
                failed = files.failed().isPresent();
                assertEquals(failed, !written, "success is claimed only where there is success");
                boolean renamed = !failed || files.failed().get().equals("force folder");
                assertEquals(renamed ? "new" : "old", Files.readString(file), () -> "after " + files.failed());
            }
            assertEquals(List.of("x"), names());
        }
        assertEquals(8, n); // create, two writes, force, rename, force the folder, and one that none failed
    }

    @Test
    void whatKilledProcessesLeftIsDeletedAndNothingElse() throws IOException {
        for (String name : List.of(".x.123.tmp", ".x.9.tmp", ".xy.123.tmp", ".x.tmp", "x.123.tmp", ".x.12a.tmp")) {
            Files.writeString(folder.resolve(name), "");
        }
        AtomicFile.deleteLeftovers(folder.resolve("x"));
        assertEquals(List.of(".x.12a.tmp", ".x.tmp", ".xy.123.tmp", "x.123.tmp"), names());
    }

    @Test
    void aSymbolicLinkStaysOneAndItsFileIsReplaced() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        AtomicFile.checkWritable(link);
        AtomicFile.write(link, text("new"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
    }

    @Test
    void aMissingFolderAndAFolderInPlaceOfAFileAreNamed() {
        Path inNowhere = folder.resolve("none").resolve("x");
        String missing = problem(inNowhere);
        assertEquals(
                inNowhere + ": cannot be written: there is no folder " + inNowhere.getParent() + "; create it first",
                missing);
        assertEquals(folder + ": is a folder; name a file", problem(folder));
        assertThrows(OutputException.class, () -> AtomicFile.write(inNowhere, text("new")));
        assertThrows(OutputException.class, () -> AtomicFile.write(folder, text("new")));
    }

    @Test
    void theCheckWritesNothingAndTakesABareName() throws IOException {
        AtomicFile.checkWritable(folder.resolve("x"));
        AtomicFile.checkWritable(Path.of("a-name-without-a-folder"));
        assertEquals(List.of(), names());
        assertFalse(Files.exists(Path.of("a-name-without-a-folder")));
    }

    @Test
    void aFolderOrAFileThatMayNotBeWrittenToIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");
        assertEquals(
                file + ": cannot be written: no permission to write in " + folder + "; choose another folder",
                problemWithout(folder, file));
        assertEquals(
                file + ": is write-protected; choose another name or change its permissions",
                problemWithout(file, file));
    }

    /** A superuser may write in a read-only folder, everybody else may not. */
    @Test
    void theCheckKnowsWhetherAReadOnlyFolderCanBeWrittenIn() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        File permissions = locked.toFile();
        assertTrue(permissions.setWritable(false));
        try {
            Path file = locked.resolve("x");
            boolean refused = throwsOutputException(() -> AtomicFile.checkWritable(file));
            boolean failed = throwsOutputException(() -> AtomicFile.write(file, text("new")));
            assertEquals(failed, refused);
            assertEquals(!failed, Files.exists(file));
        } finally {
            assertTrue(permissions.setWritable(true));
        }
    }

    private static boolean throwsOutputException(Runnable action) {
        try {
            action.run();
            return false;
        } catch (OutputException e) {
            return true;
        }
    }

    private static String problemWithout(Path permission, Path target) {
        FaultyFiles files = FaultyFiles.forbidding(permission);
        try (files) {
            return problem(target);
        }
    }

    private static String problem(Path target) {
        return assertThrows(OutputException.class, () -> AtomicFile.checkWritable(target))
                .getMessage();
    }

    private static AtomicFile.Content text(String text) {
        return channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
