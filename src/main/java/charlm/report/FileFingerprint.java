package charlm.report;

import charlm.files.ModelFolder;
import charlm.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A file that a run read or wrote, with the contents that it had then.
 *
 * @param role {@code corpus}, {@code questions}, {@code start}, {@code dev_questions}, {@code parameters} or {@code predictions}
 * @param path as it was named on the command line; of a model folder, the contents are those of its parameters
 * @param bytes -1 for anything but a regular file, such as a pipe
 * @param sha256 {@code unknown} likewise
 */
public record FileFingerprint(String role, String path, long bytes, String sha256) {
    private static final String UNKNOWN = "unknown";

    /** Reads {@code file}. */
    public static FileFingerprint of(String role, Path file) {
        return opened(role, file).join();
    }

    /** Opens {@code file} and reads it in a thread of its own: a file that takes its place meanwhile does not count. */
    static CompletableFuture<FileFingerprint> opened(String role, Path file) {
        FileFingerprint unknown = new FileFingerprint(role, file.toString(), -1, UNKNOWN);
        Path contents = ModelFolder.parameters(file);
        if (!Files.isRegularFile(contents)) {
            return CompletableFuture.completedFuture(unknown);
        }
        try {
            long bytes = Files.size(contents);
            InputStream in = Files.newInputStream(contents);
            return CompletableFuture.supplyAsync(() -> unknown.with(bytes, in));
        } catch (IOException e) {
            // It has gone meanwhile; its contents are as unknown as those of a pipe.
            return CompletableFuture.completedFuture(unknown);
        }
    }

    /** Returns whether both files had the same contents, as far as these are known. */
    public boolean hasContentsOf(FileFingerprint other) {
        return sha256.equals(other.sha256) && !sha256.equals(UNKNOWN);
    }

    private FileFingerprint with(long size, InputStream contents) {
        try (contents) {
            return new FileFingerprint(role, path, size, Sha256.of(contents));
        } catch (IOException e) {
            return this;
        }
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", role);
        fields.put("path", path);
        fields.put("bytes", bytes);
        fields.put("sha256", sha256);
        return fields;
    }

    static FileFingerprint of(JsonObject fields) {
        return new FileFingerprint(
                fields.textOrEmpty("role"),
                fields.textOrEmpty("path"),
                fields.number("bytes").map(Number::longValue).orElse(-1L),
                fields.text("sha256").orElse(UNKNOWN));
    }
}
