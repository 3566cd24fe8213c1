package charlm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a command or a report said. */
public final class Said {
    private Said() {}

    /** Fails with the first of {@code parts} that {@code said} does not contain. */
    public static void requireParts(String said, String... parts) {
        for (String part : parts) {
            assertTrue(said.contains(part), () -> part + " is not in " + said);
        }
    }

    /** Returns the text of {@code file}, or why it cannot be read: for the message of a failure. */
    public static String in(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
