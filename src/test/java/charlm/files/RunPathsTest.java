package charlm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunPathsTest {
    private static final RunPaths RUN = new RunPaths(Path.of("out", "x.params"));

    private static List<Path> inOut(String... names) {
        return List.of(names).stream().map(name -> Path.of("out", name)).toList();
    }

    @Test
    void everyFileLiesBesideTheResultAndBeginsWithItsName() {
        assertEquals(
                inOut(
                        "x.params.run.json",
                        "x.params.md",
                        "x.params.html",
                        "x.params.best",
                        "x.params.metrics.jsonl",
                        "x.params.state"),
                List.of(RUN.manifest(), RUN.card(), RUN.report(), RUN.best(), RUN.metrics(), RUN.state()));
    }

    @Test
    void aRunIsFoundByItsManifestAndByNothingElse() {
        assertEquals(Optional.of(RUN), RunPaths.ofManifest(RUN.manifest()));
        assertEquals(Optional.empty(), RunPaths.ofManifest(RUN.result()));
        assertEquals(Optional.empty(), RunPaths.ofManifest(RUN.metrics()));
        assertEquals(Optional.empty(), RunPaths.ofManifest(Path.of("/")));
    }
}
