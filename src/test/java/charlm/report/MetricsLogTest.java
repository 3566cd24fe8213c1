package charlm.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.files.OutputException;
import charlm.train.TrainingListener.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

final class MetricsLogTest {
    @TempDir
    private Path folder;

    private static StepReport report(long step, double loss) {
        return new StepReport(step, 1, loss, 0.006, 1.5, 1000, 250, OptionalDouble.empty());
    }

    private List<Map<String, Object>> lines() throws IOException {
        return Files.readAllLines(folder.resolve("x.metrics.jsonl")).stream()
                .map(JSON.std::mapFrom)
                .toList();
    }

    @Test
    void aStepIsALineWithTheFieldsOfItsMetricsBeforeTheNextBegins() throws IOException {
        try (MetricsLog log = new MetricsLog(folder.resolve("x"), 0)) {
            log.onStep(report(0, 2.5));
            Map<String, Object> line = lines().get(0);
            assertTrue(((Number) line.remove("memory_bytes")).longValue() > 0);
            assertEquals(
                    Map.of(
                            "step",
                            0,
                            "epoch",
                            1,
                            "loss",
                            2.5,
                            "rate",
                            0.006,
                            "gradient_norm",
                            1.5,
                            "characters_per_second",
                            4000),
                    line);
        }
    }

    @Test
    void aDroppedBatchIsMarkedAndItsLossIsNull() throws IOException {
        try (MetricsLog log = new MetricsLog(folder.resolve("x"), 0)) {
            log.onStep(report(0, 2.5));
            log.onSkipped(report(1, Double.NaN));
        }
        assertTrue(!lines().get(0).containsKey("skipped"));
        assertEquals(true, lines().get(1).get("skipped"));
        assertTrue(lines().get(1).containsKey("loss"));
        assertNull(lines().get(1).get("loss"));
    }

    @Test
    void aResumedRunKeepsTheLinesBeforeItsStateAndDropsTheOthers() throws IOException {
        long length;
        try (MetricsLog log = new MetricsLog(folder.resolve("x"), 0)) {
            log.onStep(report(0, 3));
            log.onStep(report(1, 2));
            length = log.force();
            assertEquals(Files.size(folder.resolve("x.metrics.jsonl")), length);
            log.onStep(report(2, 1));
        }
        try (MetricsLog log = new MetricsLog(folder.resolve("x"), length)) {
            log.onStep(report(2, 0.5));
        }
        assertEquals(
                List.of(3.0, 2.0, 0.5),
                lines().stream().map(line -> line.get("loss")).toList());
        new MetricsLog(folder.resolve("x"), 0).close();
        assertEquals(List.of(), lines());
    }

    @Test
    void aLogThatHasLostLinesIsContinuedAtItsEnd() throws IOException {
        try (MetricsLog log = new MetricsLog(folder.resolve("x"), 1000)) {
            log.onStep(report(7, 1));
        }
        assertEquals(7, lines().get(0).get("step"));
    }

    @Test
    void aLogThatCannotBeWrittenIsNamed() throws IOException {
        Files.createDirectory(folder.resolve("x.metrics.jsonl"));
        OutputException e = assertThrows(OutputException.class, () -> new MetricsLog(folder.resolve("x"), 0));
        assertTrue(e.getMessage().contains("x.metrics.jsonl: is a folder"), e.getMessage());
    }

    @Test
    void aSecondNameOfAnOlderRunsLogKeepsAllItsSteps() throws IOException {
        Path checkpoint = folder.resolve("x");
        long first;
        try (MetricsLog log = new MetricsLog(checkpoint, 0)) {
            log.onStep(report(0, 2.5));
            first = log.force();
            log.onStep(report(1, 2.25));
        }
        Path copy = Files.createLink(folder.resolve("copy"), folder.resolve("x.metrics.jsonl"));
        byte[] before = Files.readAllBytes(copy);
        for (long length : new long[] {first, 0}) {
            new MetricsLog(checkpoint, length).close();
            assertEquals(length, Files.size(folder.resolve("x.metrics.jsonl")));
            assertArrayEquals(before, Files.readAllBytes(copy));
        }
    }

    @Test
    void aFileThatIsNoLogIsLeftAlone() throws IOException {
        Path mine = Files.writeString(folder.resolve("x.metrics.jsonl"), "mine\n");
        assertThrows(OutputException.class, () -> new MetricsLog(folder.resolve("x"), 0));
        assertEquals("mine\n", Files.readString(mine));
    }
}
