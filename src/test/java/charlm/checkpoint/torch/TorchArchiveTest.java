package charlm.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.safetensors.ElementType;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TorchArchiveTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "vanilla-tiny.torch.params, vanilla-tiny.safetensors",
        "vanilla-tiny.torch-legacy.params, vanilla-tiny.safetensors",
        "vanilla-tiny.torch2-gpu.params, vanilla-tiny.safetensors",
        "perceiver-tiny.torch.params, perceiver-tiny.safetensors",
        "perceiver-tiny.torch-legacy.params, perceiver-tiny.safetensors"
    })
    void everyFormOfStateDictImportsToTheSameTensors(String torch, String expected) {
        Map<String, NamedTensor> wanted = Safetensors.read(Golden.resource("/golden/" + expected)).tensors().stream()
                .filter(tensor -> !tensor.name().matches("(in|out|grad|after)\\..*"))
                .collect(Collectors.toMap(NamedTensor::name, Function.identity()));
        Checkpoint imported = Checkpoint.read(Golden.resource("/golden/" + torch));
        assertEquals(
                wanted.keySet(),
                imported.tensors().stream().map(NamedTensor::name).collect(Collectors.toSet()));
        for (NamedTensor tensor : imported.tensors()) {
            assertArrayEquals(wanted.get(tensor.name()).shape(), tensor.shape(), tensor.name());
            assertArrayEquals(wanted.get(tensor.name()).values(), tensor.values(), tensor.name());
        }
    }

    static Stream<Arguments> views() {
        long[] ones = new long[32];
        Arrays.fill(ones, 1);
        return Stream.of(
                view(0, new long[] {2, 3}, new long[] {3, 1}, 0, 1, 2, 3, 4, 5),
                view(1, new long[] {2, 2}, new long[] {1, 2}, 1, 3, 2, 4), // transposed, from the second element on
                view(0, new long[] {1, 2, 3}, new long[] {6, 1, 2}, 0, 2, 4, 1, 3, 5),
                view(1, new long[] {3}, new long[] {2}, 1, 3, 5), // every other
                view(3, new long[] {2, 3}, new long[] {0, 1}, 3, 4, 5, 3, 4, 5), // expanded
                view(5, new long[0], new long[0], 5), // a scalar
                view(5, ones, new long[32], 5), // as many dimensions as there may be
                view(3, new long[] {0, 4}, new long[] {4, 1}));
    }

    private static Arguments view(long offset, long[] shape, long[] strides, float... expected) {
        return Arguments.of(offset, shape, strides, expected);
    }

    @ParameterizedTest
    @MethodSource("views")
    void aViewIsReadRowByRowWhateverItsOffsetAndStrides(long offset, long[] shape, long[] strides, float[] expected)
            throws IOException {
        ByteBuffer stored = ByteBuffer.allocate(6 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        stored.asFloatBuffer().put(new float[] {0, 1, 2, 3, 4, 5});
        Pickle stateDict = Pickle.stateDict(new Pickle().storage("0", 6), offset, shape, strides);
        for (NamedTensor tensor : read(stateDict, 6, stored.array())) {
            assertArrayEquals(shape, tensor.shape());
            assertArrayEquals(expected, tensor.values());
        }
    }

    /** Little-endian bytes of {@code first} and of -2. */
    @ParameterizedTest
    @CsvSource({
        "DoubleStorage, 000000000000f83f 00000000000000c0, 1.5",
        "FloatStorage, 0000c03f 000000c0, 1.5",
        "HalfStorage, 003e 00c0, 1.5",
        "BFloat16Storage, c03f 00c0, 1.5",
        "LongStorage, 0201000000000000 feffffffffffffff, 258",
        "IntStorage, 02010000 feffffff, 258",
        "ShortStorage, 0201 feff, 258",
        "CharStorage, 7f fe, 127",
    })
    void aStorageOfEveryTypeIsReadAsItsValues(String type, String bytes, float first) throws IOException {
        byte[] stored = HexFormat.of().parseHex(bytes.replace(" ", ""));
        Pickle stateDict = Pickle.stateDict(new Pickle().storage(type, "0", 2), 0, new long[] {2}, 1);
        for (NamedTensor tensor : read(stateDict, 2, stored)) {
            assertArrayEquals(new float[] {first, -2}, tensor.values());
        }
    }

    /** Little-endian bytes of {@code first} and of {@code second}. */
    @ParameterizedTest
    @CsvSource({
        "BOOL, 01 00, 1, 0",
        "U8, ff 80, 255, 128",
        "U16, 0201 ffff, 258, 65535",
        "U32, 02010000 ffffffff, 258, 4294967296",
        "U64, 0201000000000000 ffffffffffffffff, 258, 18446744073709551616",
        "F8_E5M2, 3e fc, 1.5, -Infinity",
        "F8_E4M3, 3c fe, 1.5, -448",
        "F8_E4M3, 01 ff, 0.001953125, NaN",
    })
    void anElementOfEveryTypeIsReadAsItsValue(ElementType type, String bytes, float first, float second) {
        ByteBuffer stored =
                ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", ""))).order(ByteOrder.LITTLE_ENDIAN);
        assertArrayEquals(new float[] {first, second}, type.read(stored, 2));
    }

    /** Texts of Python 2, bytes, sets, wide numbers, and keys of every kind, as the C library and older ones write them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "5503616263", // SHORT_BINSTRING
                "5403000000616263", // BINSTRING
                "8d0300000000000000616263", // BINUNICODE8
                "4301ff", // SHORT_BINBYTES
                "4201000000ff", // BINBYTES
                "8e0100000000000000ff", // BINBYTES8
                "960100000000000000ff", // BYTEARRAY8
                "8f284b0190", // EMPTY_SET, ADDITEMS
                "284b0191", // FROZENSET
                "8a110000000000000000000000000000000001", // LONG1 of 17 bytes
                "7d4e4b0173", // {None: 1}
                "7d473ff00000000000004b0173", // {1.0: 1}
                "7d4b014b02864b0173", // {(1, 2): 1}
                "7d884b0173", // {True: 1}
            })
    void whatALibraryWritesBesideAStateDictIsPassedOver(String besides) throws IOException {
        Pickle pickle = new Pickle().op(0x80, 2, '}').text("model").op('}').text("tok_emb.weight");
        pickle.tensorOver("0", 1, new long[] {1}, new long[] {1}).op('s', 's').text("besides");
        for (byte value : HexFormat.of().parseHex(besides)) {
            pickle.op(value & 0xff);
        }
        assertEquals(
                List.of("tok_emb.weight", "tok_emb.weight"),
                read(pickle.op('s', '.'), 1, new byte[Float.BYTES]).stream()
                        .map(NamedTensor::name)
                        .toList());
    }

    @Test
    void theStoragesOfOtherEntriesAreNotEvenRead() throws IOException {
        Pickle pickle = new Pickle().op(0x80, 2, '}').text("model").op('}').text("tok_emb.weight");
        pickle.tensorOver("0", 1, new long[] {1}, new long[] {1}).op('s', 's').text("optimizer");
        pickle.tensorOver("missing", 1, new long[] {1}, new long[] {1}).op('s', '.');
        Path file = Files.write(folder.resolve("x"), TorchFiles.zip(pickle, Float.BYTES));
        assertEquals(1, Checkpoint.read(file).tensors().size());
    }

    /** Returns the one tensor of {@code stateDict} twice, from either form of file. */
    private List<NamedTensor> read(Pickle stateDict, long count, byte[] storage) throws IOException {
        byte[][] forms = {
            TorchFiles.zip(stateDict, storage), TorchFiles.legacy(stateDict, TorchFiles.keys("0"), count, storage)
        };
        List<NamedTensor> read = new ArrayList<>();
        for (byte[] form : forms) {
            read.addAll(Checkpoint.read(Files.write(folder.resolve("x"), form)).tensors());
        }
        assertEquals(2, read.size());
        return read;
    }
}
