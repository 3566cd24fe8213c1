package charlm.report.tensorboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.files.OutputException;
import charlm.train.TrainingListener.StepReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TensorBoardListenerTest {
    private static final int RECORD_OVERHEAD = 16; // length, its checksum, the data's checksum

    @TempDir
    private Path folder;

    @Test
    void everyStepWritesItsLossTheRateAfterItAndItsGradientNorm() throws IOException {
        try (TensorBoardListener listener = new TensorBoardListener(folder, 0)) {
            listener.onStep(new StepReport(0, 0, 5.5, 0.006, 1, 10, 1, OptionalDouble.empty()));
            assertEquals(5, records().size(), "what was reported can be seen before the run ends");
            listener.onStep(new StepReport(1L << 40, 7, 2.25, 0.0006, 3, 10, 1, OptionalDouble.empty()));
        }
        List<byte[]> records = records();
        assertEquals(8, records.size());
        assertScalar(records.get(2), "train/loss", 0, 5.5f);
        assertScalar(records.get(3), "train/lr", 0, 0.006f);
        assertScalar(records.get(4), "train/gradient_norm", 0, 1);
        assertScalar(records.get(5), "train/loss", 1L << 40, 2.25f);
        assertScalar(records.get(6), "train/lr", 1L << 40, 0.0006f);
        assertScalar(records.get(7), "train/gradient_norm", 1L << 40, 3);
    }

    @Test
    void aFileBeginsWithTheStepFromWhichEarlierOnesCountNoMore() throws IOException {
        new TensorBoardListener(folder, 300).close();
        List<byte[]> records = records();
        assertEquals(2, records.size());
        assertArrayEquals(EventFileWriter.restart(wallTime(records.get(1)), 300), records.get(1));
    }

    @Test
    void theAccuracyIsWrittenWhereAModelWasEvaluatedThoughTheBatchWasDropped() throws IOException {
        try (TensorBoardListener listener = new TensorBoardListener(folder, 0)) {
            listener.onStep(new StepReport(3, 0, 5.5, 0.006, 1, 10, 1, OptionalDouble.of(0.25)));
            listener.onSkipped(new StepReport(4, 0, Double.NaN, 0.006, 1, 10, 1, OptionalDouble.of(0.5)));
            listener.onSkipped(new StepReport(5, 0, Double.NaN, 0.006, 1, 10, 1, OptionalDouble.empty()));
        }
        List<byte[]> records = records();
        assertEquals(2 + 3 + 1 + 1, records.size());
        assertScalar(records.get(5), "dev/accuracy", 3, 0.25f);
        assertScalar(records.get(6), "dev/accuracy", 4, 0.5f);
    }

    /** The wall time, bytes 1 to 8, is whatever the clock said. */
    private static void assertScalar(byte[] record, String tag, long step, float value) {
        double wallTime = wallTime(record);
        assertEquals(System.currentTimeMillis() / 1e3, wallTime, 600);
        assertArrayEquals(EventFileWriter.scalar(wallTime, tag, step, value), record);
    }

    private static double wallTime(byte[] record) {
        return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getDouble(1);
    }

    private List<byte[]> records() throws IOException {
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] data = new byte[(int) bytes.getLong(bytes.position())];
            bytes.get(bytes.position() + 12, data);
            bytes.position(bytes.position() + RECORD_OVERHEAD + data.length);
            records.add(data);
        }
        assertTrue(new String(records.get(0), StandardCharsets.US_ASCII).endsWith("brain.Event:2"));
        return records;
    }

    @ParameterizedTest
    @CsvSource({
        "pretrain, run, perceiver, 64, 6e-3, 6e-4, pretrain/run_perceiver_64_pt_lr_0.006000_ft_lr_0.000600",
        "finetune, my run, vanilla, 32, 1, 1e-7, finetune/my run_vanilla_32_pt_lr_1.000000_ft_lr_0.000000",
    })
    void theFolderHoldsFunctionNameVariantBottleneckAndRates(
            String function,
            String name,
            String variant,
            int bottleneck,
            double pretrain,
            double finetune,
            String end) {
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            Path path = TensorBoardListener.folder(
                    Path.of("expt"), function, name, variant, bottleneck, pretrain, finetune);
            assertEquals(Path.of("expt").resolve(end), path);
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("expt"));
        String message = assertThrows(OutputException.class, () -> new TensorBoardListener(file.resolve("pretrain"), 0))
                .getMessage();
        assertTrue(message.startsWith(file.resolve("pretrain").toString()), message);
        assertTrue(message.contains("cannot be written"), message);
    }
}
