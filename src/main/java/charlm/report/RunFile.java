package charlm.report;

import charlm.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A file that a run read or wrote, as it was then.
 *
 * @param role {@code corpus}, {@code questions}, {@code start}, {@code dev_questions}, {@code parameters} or {@code predictions}
 * @param path as it was named on the command line
 * @param bytes -1 when it is no regular file, a pipe for instance
 * @param sha256 {@code unknown} when it is none
 */
public record RunFile(String role, String path, long bytes, String sha256) {
    /** What {@link #sha256} is when nothing is known of a file. */
    static final String UNKNOWN = "unknown";

    /** Looks at {@code file}. */
    static RunFile of(String role, Path file) {
        return opened(role, file).join();
    }

    /** Opens {@code file} and looks at it in a thread of its own: what takes its place meanwhile does not count. */
    static CompletableFuture<RunFile> opened(String role, Path file) {
        RunFile unknown = new RunFile(role, file.toString(), -1, UNKNOWN);
        if (!Files.isRegularFile(file)) {
            return CompletableFuture.completedFuture(unknown);
        }
        try {
            long bytes = Files.size(file);
            InputStream in = Files.newInputStream(file);
            return CompletableFuture.supplyAsync(() -> digest(in)
                    .map(sha256 -> new RunFile(role, unknown.path, bytes, sha256))
                    .orElse(unknown));
        } catch (IOException e) {
            // It went away meanwhile; what it held is then as unknown as what a pipe held.
            return CompletableFuture.completedFuture(unknown);
        }
    }

    private static Optional<String> digest(InputStream in) {
        try (in) {
            return Optional.of(Sha256.of(in));
        } catch (IOException e) {
            return Optional.empty();
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

    static RunFile of(JsonObject fields) {
        return new RunFile(
                fields.text("role").orElse(""),
                fields.text("path").orElse(""),
                fields.number("bytes").map(Number::longValue).orElse(-1L),
                fields.text("sha256").orElse(UNKNOWN));
    }
}
