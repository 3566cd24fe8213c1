package charlm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether two names are of one file. */
public final class SameFile {
    private SameFile() {}

    /** Returns whether both are there and are one file; links count. */
    public static boolean areOne(Path a, Path b) {
        try {
            return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
        } catch (IOException e) {
            return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
        }
    }
}
