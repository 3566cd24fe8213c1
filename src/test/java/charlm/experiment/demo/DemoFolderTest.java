package charlm.experiment.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.demo.DemoCorpus;
import charlm.experiment.config.EngineConfig;
import charlm.files.FaultyFiles;
import charlm.files.OutputException;
import charlm.nn.Variant;
import charlm.report.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoFolderTest {
    private static final Map<String, String> FILES =
            DemoCorpus.generate(DemoCorpus.DEFAULT_SEED).files();

    @TempDir
    private Path folder;

    private static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void aFolderIsMadeAndFilledAndTheNextRunFindsItAsItIs() throws IOException {
        Path made = folder.resolve("a/b");
        DemoFolder.fill(made);
        assertEquals(FILES, read(made));
        Files.delete(made.resolve(DemoCorpus.DEV_FILE));
        DemoFolder.fill(made);
        assertEquals(FILES, read(made));
    }

    @ParameterizedTest
    @ValueSource(strings = {DemoCorpus.CORPUS_FILE, DemoCorpus.TRAIN_FILE, DemoCorpus.DEV_FILE})
    void aFileThatIsNotTheDemosIsLeftAloneAndNothingIsWritten(String name) throws IOException {
        for (String text : new String[] {"mine", FILES.get(name).replace('W', 'w')}) {
            Files.writeString(folder.resolve(name), text);
            OutputException e = assertThrows(OutputException.class, () -> DemoFolder.fill(folder));
            assertTrue(e.getMessage().startsWith(folder.resolve(name) + ": is not the demo's"), e.getMessage());
            assertEquals(Map.of(name, text), read(folder));
        }
    }

    @Test
    void whatWouldBeOverwrittenInAFolderWithoutTheDemosCorpusIsLeftAlone() throws IOException {
        for (Variant variant : Variant.values()) {
            for (String ending : new String[] {
                "model.params",
                "pretrain.params",
                "finetune.params",
                "nopretrain.dev.predictions",
                "pretrain.dev.predictions"
            }) {
                requireKept(variant + "." + ending);
            }
        }
        requireKept("report.html");
    }

    private void requireKept(String name) throws IOException {
        Path mine = Files.createDirectory(folder.resolve("of " + name));
        Files.writeString(mine.resolve(name), "mine");
        OutputException e = assertThrows(OutputException.class, () -> demo(mine));
        assertTrue(e.getMessage().startsWith(mine.resolve(name) + ": is not the demo's"), e.getMessage());
        assertEquals(Map.of(name, "mine"), read(mine));
    }

    @Test
    void theDemosOwnResultsMayBeOverwritten() throws IOException {
        DemoFolder.fill(folder);
        Files.writeString(folder.resolve("report.html"), "of the last demo");
        demo(folder);
        assertEquals("of the last demo", read(folder).get("report.html"));
    }

    private static DemoExperiment demo(Path folder) {
        return new DemoExperiment(folder, EngineConfig.AUTO, 1, new Provenance("charlm demo", "test"), report -> {});
    }

    @Test
    void whicheverFileOperationFailsIsToldAndEachFileIsWholeOrAbsent() throws IOException {
        boolean failed = true;
        for (int n = 1; failed; n++) {
            Path made = folder.resolve("" + n);
            try (FaultyFiles files = FaultyFiles.failing(n)) {
                boolean filled = fills(made);
                failed = files.failed().isPresent();
                assertEquals(!failed, filled, "operation " + n + ", " + files.failed());
            }
            Map<String, String> texts = read(made);
            assertTrue(FILES.entrySet().containsAll(texts.entrySet()), texts.keySet()::toString);
        }
    }

    private static boolean fills(Path folder) {
        try {
            DemoFolder.fill(folder);
            return true;
        } catch (OutputException e) {
            return false;
        }
    }
}
