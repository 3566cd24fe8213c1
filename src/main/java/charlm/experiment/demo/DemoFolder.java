package charlm.experiment.demo;

import charlm.data.demo.DemoCorpus;
import charlm.files.AtomicFile;
import charlm.files.OutputException;
import charlm.files.OutputFolder;
import charlm.files.RunOutputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The folder of the demo's corpus and questions. They depend on no flag, so that every run has the same. */
public final class DemoFolder {
    private DemoFolder() {}

    /** As {@link #fill(Path, List)}, for a folder without results. */
    public static void fill(Path folder) {
        fill(folder, List.of());
    }

    /**
     * Makes {@code folder} if missing and writes those of the three files that it lacks, each atomically.
     *
     * @param outputs of the demo in that folder; where it lacks the demo's corpus, results that are there are foreign
     * @throws OutputException when that cannot be done, or when a file of such a name is not the demo's: it is left alone,
     *     and nothing is written
     */
    static void fill(Path folder, List<RunOutputs> outputs) {
        OutputFolder.require(folder);
        Map<String, String> files = DemoCorpus.generate(DemoCorpus.DEFAULT_SEED).files();
        files.keySet().removeIf(name -> isThere(folder.resolve(name), files.get(name)));
        if (files.containsKey(DemoCorpus.CORPUS_FILE)) {
            outputs.forEach(output -> requireAbsent(output.result()));
        }
        if (Files.isDirectory(folder)) {
            outputs.forEach(RunOutputs::require);
        }
        try {
            OutputFolder.create(folder);
        } catch (IOException e) {
            throw new OutputException(folder, "cannot be made (" + e + "); name another folder", e);
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
            throw new OutputException(file, "exists but cannot be read (" + e + "); name another folder", e);
        }
        throw foreign(file);
    }

    private static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw foreign(file);
        }
    }

    private static OutputException foreign(Path file) {
        return new OutputException(
                file,
                "is not the demo's and would be overwritten; name another folder with --out, or move the file away");
    }
}
