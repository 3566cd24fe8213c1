package charlm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.golden.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @ValueSource(strings = {"os\nsystem", "builtins\neval", "builtins\ngetattr", "torch\nload", "subprocess\nPopen"})
    void globalsThatAStateDictDoesNotNeedAreRefusedByName(String global) throws IOException {
        Path file = zip("c" + global + "\n(X\u0004\0\0\0truetR.");
        String message = refusal(file);
        assertTrue(message.contains(global.replace('\n', '.')), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "}X\u0001\0\0\0aK\u0001s.",
                "K\u0001K\u0002K\u0003s.",
                "]K\u0001a.",
                "h\u0001.",
                "X\u00ff\u0000\u0000\u0000a.",
                "i",
                "(",
                "}}"
            })
    void picklesThatAreNoStateDictAreRefused(String pickle) throws IOException {
        refusal(zip(pickle));
    }

    @Test
    void aTensorThatReachesBeyondItsStorageIsRefused() throws IOException {
        String storage = "((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0" + "0X\u0003\0\0\0cpuK\u0004tQ";
        String pickle = "}X\u0001\0\0\0actorch._utils\n_rebuild_tensor_v2\n" + storage
                + "K\u0001K\u0004\u0085K\u0001\u0085\u0089}tRs.";
        String message = refusal(zip(pickle));
        assertTrue(message.contains("does not lie in its storage of 4 elements"), message);
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        for (String name :
                new String[] {"/golden/vanilla-tiny.torch.params", "/golden/vanilla-tiny.torch-legacy.params"}) {
            byte[] whole = Files.readAllBytes(Golden.resource(name));
            for (int length = 0; length < whole.length; length += 97) {
                Path file = folder.resolve("cut.params");
                Files.write(file, Arrays.copyOf(whole, length));
                refusal(file);
            }
        }
    }

    private static String refusal(Path file) {
        return assertThrows(CheckpointException.class, () -> Checkpoint.read(file))
                .getMessage();
    }

    private Path zip(String pickle) throws IOException {
        byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            store(zip, "x/data.pkl", bytes);
            store(zip, "x/data/0", new byte[4 * Float.BYTES]);
        }
        return Files.write(folder.resolve("made.params"), out.toByteArray());
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
