package charlm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsTest {
    private static final Map<String, String> METADATA = Map.of("note", "täst \"quoted\" 𝄞");
    private static final List<NamedTensor> TENSORS = List.of(
            new NamedTensor("a.weight", new long[] {2, 3}, new float[] {1, -2, Float.NaN, 4, 5, Float.MIN_VALUE}),
            new NamedTensor("b", new long[] {1}, new float[] {Float.NEGATIVE_INFINITY}));

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadBack() {
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, METADATA, TENSORS);
        Safetensors.Contents contents = Safetensors.read(file);
        assertEquals(METADATA, contents.metadata());
        assertEquals(2, contents.tensors().size());
        for (int i = 0; i < TENSORS.size(); i++) {
            assertEquals(TENSORS.get(i).name(), contents.tensors().get(i).name());
            assertArrayEquals(TENSORS.get(i).shape(), contents.tensors().get(i).shape());
            assertArrayEquals(TENSORS.get(i).values(), contents.tensors().get(i).values());
        }
    }

    @Test
    void theSameContentsGiveTheSameBytesAndLeaveNoTemporaryFile() throws IOException {
        Safetensors.write(folder.resolve("x"), METADATA, TENSORS);
        Safetensors.write(folder.resolve("y"), METADATA, TENSORS);
        assertArrayEquals(Files.readAllBytes(folder.resolve("x")), Files.readAllBytes(folder.resolve("y")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aFileCutAtAnyLengthIsRefused() throws IOException {
        Path file = folder.resolve("x");
        Safetensors.write(file, METADATA, TENSORS);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertThrows(CheckpointException.class, () -> Safetensors.read(cut), "length " + length);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | cannot lie in 4 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | overlaps or holes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | describes 4 bytes of data, the file has 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}} | cut short",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{}} | not valid JSON",
                "{\"a\":{\"dtype\":\"Q4\",\"shape\":[2],\"data_offsets\":[0,8]}} | type Q4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | -2 in shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}} | cannot lie in 8 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | data_offsets (8, 0)",
                "{\"a\":7} | not described by an object",
                "{\"__metadata__\":{\"k\":1}} | must be a string",
                "[1] | not valid JSON",
            })
    void aHeaderThatLiesIsRefusedWithTheReason(String json, String reason) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(16 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        Path file = Files.write(folder.resolve("x"), bytes.array());
        String message = assertThrows(CheckpointException.class, () -> Safetensors.read(file))
                .getMessage();
        assertTrue(message.contains(reason), message);
        assertTrue(message.contains(file.toString()), message);
    }

    @Test
    void aHeaderLengthBeyondTheFileIsRefusedWithoutAllocatingIt() throws IOException {
        for (long claimed : new long[] {Long.MAX_VALUE, -1, 1L << 40, 9}) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
            Path file = Files.write(folder.resolve("x"), bytes.array());
            assertThrows(CheckpointException.class, () -> Safetensors.read(file));
        }
    }

    @Test
    void halfPrecisionIsReadAsTheSameNumbers() {
        assertEquals(1, ElementType.halfToFloat((short) 0x3c00));
        assertEquals(-65504, ElementType.halfToFloat((short) 0xfbff));
        assertEquals(0x1.0p-24f, ElementType.halfToFloat((short) 1));
        assertEquals(Float.POSITIVE_INFINITY, ElementType.halfToFloat((short) 0x7c00));
        assertTrue(Float.isNaN(ElementType.halfToFloat((short) 0x7e00)));
    }
}
