package charlm.report;

import charlm.checkpoint.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file that a run read or wrote, as it was then.
 *
 * @param role {@code corpus}, {@code questions}, {@code start}, {@code parameters} or {@code predictions}
 * @param path as it was named on the command line
 * @param bytes -1 when it is no regular file, a pipe for instance
 * @param sha256 {@code unknown} when it is none
 */
public record RunFile(String role, String path, long bytes, String sha256) {
    /** What {@link #sha256} is when nothing is known of a file. */
    static final String UNKNOWN = "unknown";

    /** Looks at {@code file}. */
    static RunFile of(String role, Path file) {
        try {
            if (Files.isRegularFile(file)) {
                return new RunFile(role, file.toString(), Files.size(file), Sha256.of(file));
            }
        } catch (IOException e) {
            // It went away meanwhile; what it held is then as unknown as what a pipe held.
            return new RunFile(role, file.toString(), -1, UNKNOWN);
        }
        return new RunFile(role, file.toString(), -1, UNKNOWN);
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
