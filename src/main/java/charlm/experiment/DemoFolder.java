package charlm.experiment;

import charlm.checkpoint.AtomicFile;
import charlm.checkpoint.OutputException;
import charlm.data.demo.DemoCorpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The folder in which the demo's corpus and questions lie. They depend on no flag, so that every run has the same. */
public final class DemoFolder {
    private DemoFolder() {}

    /**
     * Makes {@code folder} if missing and writes, each atomically, those of the three files that it lacks.
     *
     * @throws OutputException when that cannot be done, or when a file of such a name is not the demo's: it is left alone,
     *     and nothing is written
     */
    public static void fill(Path folder) {
        OutputChecks.requireFolder(folder);
        Map<String, String> files = DemoCorpus.generate(DemoCorpus.DEFAULT_SEED).files();
        files.keySet().removeIf(name -> isThere(folder.resolve(name), files.get(name)));
        if (!Files.isDirectory(folder)) { // a link to a folder is one, but Java 17 would not make it
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new OutputException(folder, "cannot be made (" + e + "); name another folder", e);
            }
        }
        files.forEach((name, text) -> AtomicFile.writeText(folder.resolve(name), text));
    }

    /** Throws for a file that holds something else. */
    private static boolean isThere(Path file, String text) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (Files.size(file) == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes)) {
                return true;
            }
        } catch (IOException e) {
            throw new OutputException(file, "is there and cannot be read (" + e + "); name another folder", e);
        }
        throw new OutputException(
                file, "is not the demo's and would be overwritten; name another folder with --out, or move it away");
    }
}
