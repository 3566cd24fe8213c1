package charlm.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes a file so that a reader sees either the old one or the whole new one, even after a crash. */
public final class AtomicFile {
    private static final String NAME_A_FILE = "name a file";
    private static final long WIDEST_PROCESS = 4_194_304; // Linux has no higher numbers

    private AtomicFile() {}

    /** Writes the bytes of a file to a channel. */
    @FunctionalInterface
    public interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** The channel that a {@link Content} writes to; each write is complete. */
    private record Output(FileOperations files, FileChannel channel, Path file) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            files.write(channel, file, bytes);
            return count;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("AtomicFile closes the file");
        }
    }

    /**
     * Writes {@code content} to a temporary file beside {@code target}, forces it to disk, renames it and forces the
     * folder. When that fails the old file is untouched (or, where only forcing the folder failed, replaced by the whole
     * new one) and the temporary one gone. A link stays, and what it leads to is replaced or made.
     *
     * @throws OutputException for an {@link IOException}, and for what is no regular file
     */
    public static void write(Path target, Content content) {
        FileOperations files = FileOperations.current();
        Path file = file(target);
        Path temporary = stage(target, file, content);
        orDelete(List.of(temporary), target, () -> {
            files.rename(temporary, file);
            files.forceFolder(file.getParent());
        });
    }

    /** Returns the regular file that {@code target} leads to, whether it is there or not; throws {@link OutputException}. */
    static Path file(Path target) {
        return OutputTarget.of(target).requireKind(NAME_A_FILE).file();
    }

    /**
     * Does the first half of {@link #write}: returns the temporary file, whole and on the disk.
     *
     * @param file that {@code target} leads to
     */
    static Path stage(Path target, Path file, Content content) {
        FileOperations files = FileOperations.current();
        Path temporary = temporary(file, ProcessHandle.current().pid());
        orDelete(List.of(temporary), target, () -> {
            try (FileChannel channel = files.create(temporary)) {
                content.writeTo(new Output(files, channel, temporary));
                files.force(channel, temporary);
            }
        });
        return temporary;
    }

    /** A part of a write. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Runs {@code step}; when it fails, deletes {@code temporaries}, and an {@link IOException} is one of {@code target}. */
    static void orDelete(Collection<Path> temporaries, Path target, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            temporaries.forEach(temporary -> deleteQuietly(temporary, e));
            throw failed(target, e);
        } catch (RuntimeException | Error e) {
            temporaries.forEach(temporary -> deleteQuietly(temporary, e));
            throw e;
        }
    }

    static OutputException failed(Path target, IOException e) {
        return new OutputException(
                target, "cannot be written (" + reason(e) + "); is the disk full or the folder read-only?", e);
    }

    private static Path temporary(Path file, long process) {
        return file.resolveSibling("." + file.getFileName() + "." + process + ".tmp");
    }

    /** Returns the longest name that {@link #write} could give the temporary file of {@code file}, in any process. */
    static Path widestTemporary(Path file) {
        return temporary(file, Math.max(ProcessHandle.current().pid(), WIDEST_PROCESS));
    }

    /** Writes {@code text} in UTF-8, as {@link #write}. */
    public static void writeText(Path target, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        write(target, channel -> channel.write(bytes));
    }

    /** Writes all of {@code bytes}. */
    public static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Deletes temporary files that killed processes left beside {@code target}. The caller holds the {@link OutputLock} of
     * {@code target}.
     */
    public static void deleteLeftovers(Path target) {
        Path file = OutputTarget.of(target).file();
        Pattern temporary = Pattern.compile(Pattern.quote("." + file.getFileName() + ".") + "\\d+\\.tmp");
        try (Stream<Path> siblings = Files.list(file.getParent())) {
            List<Path> leftovers = siblings.filter(sibling ->
                            temporary.matcher(sibling.getFileName().toString()).matches()
                                    && Files.isRegularFile(sibling, LinkOption.NOFOLLOW_LINKS))
                    .toList();
            for (Path leftover : leftovers) {
                FileOperations.current().delete(leftover);
            }
        } catch (AccessDeniedException e) {
            return; // a folder that can be written but not listed keeps its leftovers
        } catch (IOException e) {
            throw new OutputException(
                    target, "temporary files of an earlier run cannot be deleted (" + reason(e) + ")", e);
        }
    }

    /** Throws {@link OutputException} when {@link #write} to {@code target} would fail; writes nothing. */
    public static void checkWritable(Path target) {
        OutputTarget.of(target).requireFile(NAME_A_FILE);
    }

    private static void deleteQuietly(Path temporary, Throwable cause) {
        try {
            FileOperations.current().delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Describes {@code e} for the middle of a message. */
    public static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
