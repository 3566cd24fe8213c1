package charlm.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.ChildJvm;
import charlm.Said;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CurvesTest {
    @TempDir
    private Path folder;

    private static final int MAX_POINTS = 2000;

    private static Optional<Curves> read(Path log) {
        return Curves.read(List.of(log), MAX_POINTS).get(0);
    }

    private Optional<Curves> read(String text) throws IOException {
        return read(Files.writeString(folder.resolve("m.jsonl"), text));
    }

    @Test
    void eachStepIsAPointAndWhatIsMissingIsLeftOut() throws IOException {
        Curves curves = read("{\"step\":0,\"epoch\":0,\"loss\":2.5,\"rate\":0.1}\n"
                        + "{\"step\":1,\"loss\":null,\"rate\":0.2,\"skipped\":true}\n"
                        + "{\"step\":2,\"loss\":1,\"rate\":0.3,\"dev_accuracy\":0.25}\n")
                .orElseThrow();
        assertEquals(1, curves.stepsPerPoint());
        assertEquals(List.of(1.0, 2.0, 3.0), curves.columns().get("step"));
        assertEquals(Arrays.asList(2.5, null, 1.0), curves.columns().get("loss"));
        assertEquals(List.of(0.1, 0.2, 0.3), curves.columns().get("rate"));
        assertEquals(Arrays.asList(null, null, 0.25), curves.columns().get("dev_accuracy"));
        assertEquals(
                List.of("step", "loss", "rate", "dev_accuracy"),
                List.copyOf(curves.columns().keySet()));
    }

    @Test
    void aLongRunIsAveragedAndNoPointIsLost() throws IOException {
        StringBuilder text = new StringBuilder();
        int steps = 5001;
        double sum = 0;
        for (int step = 0; step < steps; step++) {
            text.append("{\"step\":")
                    .append(step)
                    .append(",\"loss\":")
                    .append(step % 7)
                    .append("}\n");
            sum += step % 7;
        }
        Curves curves = read(text.toString()).orElseThrow();
        List<Double> losses = curves.columns().get("loss");
        assertEquals(3, curves.stepsPerPoint());
        assertEquals(1667, losses.size());
        assertEquals(5001.0, curves.columns().get("step").get(1666));
        double whole = losses.stream().mapToDouble(mean -> 3 * mean).sum();
        assertEquals(sum, whole, 1e-6);
    }

    @Test
    void aPointHasTheMeanOfItsStepsAndTheLastAccuracyAmongThem() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int step = 0; step < 2002; step++) {
            String accuracy = step < 2 ? ",\"dev_accuracy\":" + (step == 0 ? 0.5 : 0.25) : "";
            text.append("{\"step\":" + step + ",\"rate\":" + step % 2 + ",\"memory_bytes\":8" + accuracy + "}\n");
        }
        Curves curves = read(text.toString()).orElseThrow();
        assertEquals(2, curves.stepsPerPoint());
        assertEquals(List.of(2.0, 4.0), curves.columns().get("step").subList(0, 2));
        assertEquals(List.of(0.5, 0.5), curves.columns().get("rate").subList(0, 2));
        assertEquals(List.of(8.0, 8.0), curves.columns().get("memory_bytes").subList(0, 2));
        assertEquals(
                Arrays.asList(0.25, null), curves.columns().get("dev_accuracy").subList(0, 2));
    }

    /** Reads a log in the heap that this process was given. */
    static final class Reading {
        public static void main(String[] arguments) {
            read(Path.of(arguments[0])).orElseThrow();
        }
    }

    @Test
    void aLogManyTimesAsLargeAsTheHeapIsRead() throws IOException, InterruptedException {
        Path log = folder.resolve("long.jsonl");
        String line =
                "{\"step\":1000000,\"epoch\":1000,\"loss\":1.2345678,\"rate\":0.0012345,\"gradient_norm\":1.2345}\n";
        try (Writer writer = Files.newBufferedWriter(log)) {
            for (int step = 0; step < 200_000; step++) {
                writer.write(line);
            }
        }
        int code = new ChildJvm(Reading.class, log.toString())
                .option("-Xmx16m")
                .start(folder)
                .waitFor();
        assertEquals(0, code, () -> Said.in(folder.resolve("child.err")));
    }

    @Test
    void linesThatCannotBeReadArePassedOver() throws IOException {
        Curves curves = read("\n[1]\nnonsense\n{\"step\":\"x\"}\n{\"step\":4,\"loss\":1}\n{\"step\":5,\"lo")
                .orElseThrow();
        assertEquals(List.of(5.0), curves.columns().get("step"));
        assertTrue(read("").isEmpty());
        assertTrue(read(folder.resolve("none")).isEmpty());
        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        assertTrue(read(folder.resolve("bytes")).isEmpty());
    }
}
