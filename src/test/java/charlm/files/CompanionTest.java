package charlm.files;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** charlm knows the files that it wrote, in this version and the first. */
final class CompanionTest {
    private static final Path RESULTS = Path.of("results");
    private static final String CARD_OF_0_1_0 =
            "# x.params\n\nA character-level vanilla model of 4 layers, 8 heads, width 256,"
                    + " context 128, finetuned on questions with answers.\n";
    private static final String PAGE_OF_0_1_0 =
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>charlm report</title>\n";

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void everyManifestAndMetricsLogThatCameWithTheProgramIsKnown() throws IOException {
        try (Stream<Path> files = Files.list(RESULTS)) {
            List<Path> all = files.toList();
            assertTrue(all.size() > 2);
            for (Path file : all) {
                if (file.toString().endsWith(".run.json")) {
                    Companion.MANIFEST.requireOwn(file);
                } else if (file.toString().endsWith(".metrics.jsonl")) {
                    Companion.METRICS.requireOwn(file);
                }
            }
        }
    }

    @Test
    void theCardAndThePageOfTheFirstVersionAreKnownByTheirStructure() throws IOException {
        String origin = "\n## Origin\n\n    charlm finetune\n";
        Companion.CARD.requireOwn(write("a.md", CARD_OF_0_1_0 + origin));
        Companion.CARD.requireOwn(
                write("b.md", CARD_OF_0_1_0 + "\n**112 of 500 questions: 22.4 %** (...).\n" + origin));
        Companion.REPORT.requireOwn(write("a.html", PAGE_OF_0_1_0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# x.params\n\nmy notes on the model\n",
                "# x.params\n\nA character-level vanilla model of 4 layers, 8 heads, width 256, context 128.\n\nmine\n",
                "---\nlicense: mit\n---\n[generator]: # \"charlm\"\n"
            })
    void aCardThatSomebodyElseWroteIsNotKnown(String text) throws IOException {
        Path file = write("x.md", text);
        assertThrows(OutputException.class, () -> Companion.CARD.requireOwn(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"task\": \"finetune\"}", "[]", "", "{\"a\": {\"charlm_run\": 2}}"})
    void aManifestThatSomebodyElseWroteIsNotKnown(String text) throws IOException {
        Path file = write("x.run.json", text);
        assertThrows(OutputException.class, () -> Companion.MANIFEST.requireOwn(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"step\": 1, \"loss\": 2}\n", "{\"step\":0,\"loss\":2.5}\n", "[]"})
    void metricsOfAnotherProgramAreNotKnown(String text) throws IOException {
        Path file = write("x.metrics.jsonl", text);
        assertThrows(OutputException.class, () -> Companion.METRICS.requireOwn(file));
    }

    @Test
    void anEmptyLogOrLockIsWhatARunThatWasKilledAtItsStartLeaves() throws IOException {
        Path log = write("x.metrics.jsonl", "");
        Path lock = write("x.lock", "");
        assertDoesNotThrow(() -> Companion.METRICS.requireOwn(log));
        assertDoesNotThrow(() -> Companion.LOCK.requireOwn(lock));
    }
}
