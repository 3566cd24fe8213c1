package charlm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares two paths by the file they lead to. */
public final class SameFile {
    private SameFile() {}

    /** Returns whether both paths exist and lead to one file, through links too. */
    public static boolean areOne(Path a, Path b) {
        try {
            return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
        } catch (IOException e) {
            return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
        }
    }
}
