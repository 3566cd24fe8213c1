package charlm.report.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event files are those of TensorBoard, to the byte; the expected bytes come from its own Python library. */
final class EventFileWriterTest {
    private static final double WALL_TIME = 1_700_000_000.25;

    @TempDir
    private Path folder;

    @Test
    void theFirstRecordNamesTheFileVersion() {
        assertEquals(
                "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9",
                hex(EventFileWriter.frame(EventFileWriter.header(WALL_TIME))));
    }

    @Test
    void aScalarIsOneRecord() {
        assertEquals(
                "2100000000000000017becf60900001040fc54d94110ac022a130a110a0a747261696e2f6c6f737315000020408dabcc7d",
                hex(EventFileWriter.frame(EventFileWriter.scalar(WALL_TIME, "train/loss", 300, 2.5f))));
    }

    /** A step is a varint: its length changes at 128. */
    @ParameterizedTest
    @CsvSource({
        "127, 0.25, 0900001040fc54d941107f2a150a130a0c6465762f6163637572616379150000803e",
        "128, -1.5, 0900001040fc54d9411080012a150a130a0c6465762f6163637572616379150000c0bf",
        "1099511627776, NaN, 0900001040fc54d941108080808080202a150a130a0c6465762f6163637572616379150000c07f"
    })
    void aStepOfAnySizeIsEncodedAsTensorBoardDoes(long step, float value, String bytes) {
        assertEquals(bytes, hex(EventFileWriter.scalar(WALL_TIME, "dev/accuracy", step, value)));
    }

    @Test
    void aRestartIsTheStartOfASession() {
        assertEquals(
                "100000000000000095fbfe180900001040fc54d94110ac023a0208016b3b88f1",
                hex(EventFileWriter.frame(EventFileWriter.restart(WALL_TIME, 300))));
    }

    @Test
    void aLaterFileSortsBehindAllEarlierOnes() throws IOException {
        Files.createFile(folder.resolve("events.out.tfevents.9000000000.elsewhere.1.0"));
        Files.createFile(folder.resolve("notes.txt"));
        EventFileWriter.create(folder).close();
        EventFileWriter.create(folder).close();
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertEquals(4, names.size());
            assertEquals("events.out.tfevents.9000000000.elsewhere.1.0", names.get(0));
            assertTrue(names.get(1).startsWith("events.out.tfevents.9000000001."), names.get(1));
            assertTrue(names.get(2).startsWith("events.out.tfevents.9000000002."), names.get(2));
        }
    }

    @Test
    void aFileHoldsTheHeaderAndEveryScalar() throws IOException {
        try (EventFileWriter writer = EventFileWriter.create(folder.resolve("a/b"))) {
            writer.scalar("train/loss", 0, 1);
            writer.scalar("train/loss", 1, 2);
        }
        try (Stream<Path> files = Files.list(folder.resolve("a/b"))) {
            List<Path> written = files.toList();
            assertEquals(1, written.size());
            assertTrue(written.get(0).getFileName().toString().startsWith("events.out.tfevents."));
            int header = EventFileWriter.frame(EventFileWriter.header(WALL_TIME)).length;
            int scalar = EventFileWriter.frame(EventFileWriter.scalar(WALL_TIME, "train/loss", 1, 2)).length;
            // protobuf leaves a zero step out of its encoding; ours writes it, which readers take the same
            assertEquals(header + 2L * scalar, Files.size(written.get(0)));
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
