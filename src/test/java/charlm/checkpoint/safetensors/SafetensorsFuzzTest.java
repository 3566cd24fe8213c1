package charlm.checkpoint.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.ConfigResolver;
import charlm.checkpoint.InspectReport;
import charlm.model.RequestedShape;
import charlm.nn.Variant;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsFuzzTest {
    private static final int VOCAB = 4;

    @TempDir
    static Path folder;

    /** Input: two bytes that say how much data follows the header, then the header. */
    @FuzzTest(maxDuration = "10m")
    void aHeaderIsReadOrRefused(byte[] input) throws IOException {
        if (input.length < Short.BYTES) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        int dataLength = Short.toUnsignedInt(in.getShort());
        byte[] json = new byte[in.remaining()];
        in.get(json);
        Path file = folder.resolve("x");
        try {
            SafetensorsHeader header = SafetensorsHeader.parse(file, json, dataLength);
            requireWhole(header, dataLength);
            // The checksum would stop almost every input, so the metadata are also read without it.
            Checkpoint.of(file, header.metadata(), List.of());
        } catch (CheckpointException e) {
            requireOneLine(e);
        }
        readFile(Files.write(file, whole(json, dataLength)));
    }

    private static void requireWhole(SafetensorsHeader header, long dataLength) {
        long bytes = 0;
        for (SafetensorsHeader.TensorEntry entry : header.entries()) {
            assertEquals(bytes, entry.begin());
            bytes += NamedTensor.elements(entry.shape()) * entry.type().bytes();
        }
        assertEquals(dataLength, bytes);
    }

    private static byte[] whole(byte[] json, int dataLength) {
        return ByteBuffer.allocate(Long.BYTES + json.length + dataLength)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private static void readFile(Path file) {
        try {
            InspectReport.lines(file);
            Checkpoint checkpoint = Checkpoint.read(file);
            ConfigResolver.resolve(checkpoint, RequestedShape.of(Variant.VANILLA), OptionalInt.of(VOCAB));
        } catch (CheckpointException e) {
            requireOneLine(e);
        } catch (IllegalArgumentException e) {
            assertEquals(IllegalArgumentException.class, e.getClass());
        }
    }

    private static void requireOneLine(CheckpointException e) {
        assertEquals(
                folder.resolve("x") + ": ",
                e.getMessage().substring(0, folder.toString().length() + 4));
    }
}
