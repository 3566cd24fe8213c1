package charlm.experiment;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import charlm.experiment.config.EngineConfig;
import charlm.files.RunPaths;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportExperimentTest {
    /** More than a Java array can hold; the file has holes and takes no room. */
    private static final long TOO_LARGE = 1L << 32;

    @TempDir
    private Path folder;

    @Test
    void aReportThatMemoryDoesNotSufficeForDoesNotSpoilTheResult() throws IOException {
        Path result = folder.resolve("x");
        try (RandomAccessFile manifest =
                new RandomAccessFile(folder.resolve("x.run.json").toFile(), "rw")) {
            manifest.setLength(TOO_LARGE);
        }
        Path out = new RunPaths(result).report();
        ReportExperiment report = new ReportExperiment(List.of(result), List.of(), 1, EngineConfig.AUTO, out);
        assertThrows(OutOfMemoryError.class, report::run);
        ReportExperiment.beside(result, EngineConfig.AUTO);
        assertFalse(Files.exists(out));
    }
}
