package charlm;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a command or a report said. */
public final class Said {
    private Said() {}

    /** Fails with the first of {@code parts} that {@code said} does not contain. */
    public static void requireParts(String said, String... parts) {
        for (String part : parts) {
            assertTrue(said.contains(part), () -> part + " is not in " + said);
        }
    }
}
