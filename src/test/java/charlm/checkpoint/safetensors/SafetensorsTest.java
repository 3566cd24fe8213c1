package charlm.checkpoint.safetensors;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    private static final int MANY = 200_000;
    private static final long SMALL = 1 << 20;

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

    /** Files are written 16,384 values at a time. The format wants the data behind a header of a multiple of 8 bytes. */
    @Test
    void tensorsOfAnySizeAndNameAreReadBackFromBehindAnAlignedHeader() throws IOException {
        int[] sizes = {1, 16_383, 16_384, 16_385, 32_768, 40_000, 2, 3};
        for (int i = 0; i < sizes.length; i++) {
            float[] values = new float[sizes[i]];
            for (int j = 0; j < values.length; j++) {
                values[j] = j + 0.5f;
            }
            Path file = folder.resolve("x");
            NamedTensor tensor = new NamedTensor("n".repeat(1 + i), new long[] {sizes[i]}, values);
            Safetensors.write(file, METADATA, List.of(tensor, TENSORS.get(0)));
            List<NamedTensor> read = Safetensors.read(file).tensors();
            assertArrayEquals(values, read.get(0).values());
            assertArrayEquals(TENSORS.get(0).values(), read.get(1).values());
            byte[] bytes = Files.readAllBytes(file);
            int header =
                    (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
            assertEquals(0, header % 8);
            assertEquals(8 + header + 4 * (sizes[i] + 6), bytes.length);
            String json = new String(bytes, 8, header, StandardCharsets.UTF_8);
            assertTrue(json.length() - json.stripTrailing().length() < 8, "blanks behind " + json);
        }
    }

    @Test
    void theSmallestFileHoldsNothing() throws IOException {
        Path file = Files.write(folder.resolve("x"), file("{}".getBytes(StandardCharsets.UTF_8), 0));
        assertEquals(List.of(), Safetensors.read(file).tensors());
        assertEquals(Map.of(), Safetensors.read(file).metadata());
    }

    @ParameterizedTest
    @CsvSource({
        "7, 0, 'has 7 bytes, too few for a safetensors file'",
        "8, 0, 'its header claims 0 bytes, the file has 8;'",
        "10, 1, 'its header claims 1 bytes, the file has 10;'",
        "10, 3, 'its header claims 3 bytes, the file has 10;'",
        "20, 25, 'its header claims 25 bytes, the file has 20;'",
    })
    void aHeaderThatCannotLieInItsFileIsRefused(int length, long claimed, String problem) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
        Path file = Files.write(folder.resolve("x"), Arrays.copyOf(bytes.array(), length));
        String message = assertThrows(CheckpointException.class, () -> Safetensors.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": " + problem), message);
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
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}} | -8 in data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807]}} | cannot lie in 9223372036854775807",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775808]}} | out of range of `long`",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808],\"data_offsets\":[0,8]}} | out of range of `long`",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | 2.0 in shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}} | [ in shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | overlaps",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[6,6]}} | overlaps or holes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}} | lacks its dtype, shape or data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}} | unknown field more",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"shape\":[2],\"data_offsets\":[0,8]}} | not valid JSON",
                "{\"__metadata__\":{},\"__metadata__\":{}} | not valid JSON",
                "{\"__metadata__\":[]} | must be an object of strings",
                "{} {} | goes on behind its end",
                "{}x | not valid JSON",
            })
    void aHeaderThatLiesIsRefusedWithTheReason(String json, String reason) throws IOException {
        refused(json.getBytes(StandardCharsets.UTF_8), reason);
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() throws IOException {
        refused("{\"\u00e9\":{}}".getBytes(StandardCharsets.ISO_8859_1), "not valid JSON");
        refused("{}".getBytes(StandardCharsets.UTF_16LE), "not valid JSON");
    }

    @Test
    void headersThatNestOrRepeatWithoutEndAreRefusedInLittleMemory() throws IOException {
        String[] headers = {
            "{\"a\":" + "[".repeat(MANY) + "]".repeat(MANY) + "}",
            "{\"a\":" + "{\"a\":".repeat(MANY) + "1" + "}".repeat(MANY + 1),
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(MANY) + "2],\"data_offsets\":[0,8]}}",
            "{\"__metadata__\":{\"a\":" + "[".repeat(MANY) + "]".repeat(MANY) + "}}",
            "{\"__metadata__\":{" + entries("\"\"") + "}}",
            "{" + entries("{}") + "}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "9".repeat(MANY) + "],\"data_offsets\":[0,8]}}",
            "{\"" + "a".repeat(MANY) + "\":{}}",
        };
        for (String header : headers) {
            byte[] json = header.getBytes(StandardCharsets.US_ASCII);
            long allocated = refused(json, "");
            assertTrue(allocated < SMALL + 6L * json.length, header.substring(0, 20) + " asked for " + allocated);
        }
    }

    private static String entries(String value) {
        return IntStream.range(0, MANY).mapToObj(i -> "\"" + i + "\":" + value).collect(Collectors.joining(","));
    }

    /** Returns the bytes of a file with {@code json} as header and zeros as data. */
    static byte[] file(byte[] json, int dataLength) {
        return ByteBuffer.allocate(Long.BYTES + json.length + dataLength)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    /** Returns how many bytes reading asked for. */
    private long refused(byte[] json, String reason) throws IOException {
        Path file = Files.write(folder.resolve("x"), file(json, 8));
        String[] problem = new String[1];
        long allocated = AllocatedMemory.during(
                () -> problem[0] = assertThrows(CheckpointException.class, () -> Safetensors.read(file))
                        .getMessage());
        String message = problem[0];
        assertTrue(message.contains(reason), message);
        assertTrue(message.startsWith(file + ": "), message);
        return allocated;
    }

    @Test
    void aHeaderLengthBeyondTheFileIsRefusedWithoutAllocatingIt() throws IOException {
        for (long claimed : new long[] {Long.MAX_VALUE, -1, 1L << 40, 9}) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
            Path file = Files.write(folder.resolve("x"), bytes.array());
            long allocated =
                    AllocatedMemory.during(() -> assertThrows(CheckpointException.class, () -> Safetensors.read(file)));
            assertTrue(allocated < SMALL, claimed + " made it ask for " + allocated);
        }
    }

    /** The bytes of 1.5 and -2, of 258 and -2 in whole numbers, as other programs write them. */
    @ParameterizedTest
    @CsvSource({
        "F64, 000000000000f83f00000000000000c0, 1.5",
        "F32, 0000c03f000000c0, 1.5",
        "F16, 003e00c0, 1.5",
        "BF16, c03f00c0, 1.5",
        "I64, 0201000000000000feffffffffffffff, 258",
        "I32, 02010000feffffff, 258",
    })
    void aTensorOfEveryTypeIsReadAsItsValues(String type, String bytes, float first) throws IOException {
        byte[] data = HexFormat.of().parseHex(bytes);
        String json = "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[2],\"data_offsets\":[0," + data.length + "]}}";
        byte[] file = file(json.getBytes(StandardCharsets.UTF_8), data.length);
        System.arraycopy(data, 0, file, file.length - data.length, data.length);
        NamedTensor read = Safetensors.read(Files.write(folder.resolve("x"), file))
                .tensors()
                .get(0);
        assertArrayEquals(new float[] {first, -2}, read.values());
    }

    @Test
    void aHeaderMayNameItsTensorsInAnyOrder() throws IOException {
        String json = "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        byte[] file = file(json.getBytes(StandardCharsets.UTF_8), 8);
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(file.length - 8, 3)
                .putFloat(file.length - 4, 5);
        List<NamedTensor> read =
                Safetensors.read(Files.write(folder.resolve("x"), file)).tensors();
        assertEquals(
                List.of("a", "none", "b"), read.stream().map(NamedTensor::name).toList());
        assertArrayEquals(new float[] {3}, read.get(0).values());
        assertArrayEquals(new float[] {5}, read.get(2).values());
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
