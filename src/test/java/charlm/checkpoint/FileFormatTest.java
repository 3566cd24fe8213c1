package charlm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileFormatTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "vanilla-tiny.safetensors, SAFETENSORS",
        "vanilla-tiny.torch.params, TORCH_ZIP",
        "vanilla-tiny.torch2-gpu.params, TORCH_ZIP",
        "vanilla-tiny.torch-legacy.params, TORCH_LEGACY",
        "perceiver-tiny.torch-legacy.params, TORCH_LEGACY",
    })
    void theContentTellsTheKindWhateverTheName(String name, FileFormat format) throws IOException {
        Path copy = Files.copy(Golden.resource("/golden/" + name), folder.resolve("model.txt"));
        assertEquals(format, FileFormat.of(copy));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "PK", "Where was Ann born?\tRome\n", "{\"json\": true}", "12345678", "GIF89a {.."})
    void whatIsNoParameterFileIsSaidToBeNone(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("x"), text);
        String message = assertThrows(CheckpointException.class, () -> FileFormat.of(file))
                .getMessage();
        assertEquals(
                file
                        + ": is not a checkpoint: neither safetensors nor a PyTorch state dict; name a file that pretrain or finetune wrote",
                message);
    }

    @Test
    void anEmptyFileIsSuspectedOfAnInterruptedWrite() throws IOException {
        Path file = Files.createFile(folder.resolve("x"));
        String message = assertThrows(CheckpointException.class, () -> FileFormat.of(file))
                .getMessage();
        assertEquals(file + ": is empty; was the program that wrote it interrupted?", message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"vanilla-tiny.safetensors", "vanilla-tiny.torch.params", "vanilla-tiny.torch-legacy.params"})
    void aFileCutShortIsRefusedByItsReader(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Golden.resource("/golden/" + name));
        for (int length : new int[] {1, 4, 8, 9, 10, 30, 100, 1000, whole.length / 2, whole.length - 1}) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            String message = assertThrows(CheckpointException.class, () -> Checkpoint.read(file), "length " + length)
                    .getMessage();
            assertTrue(message.startsWith(file + ": "), message);
            assertEquals(1, message.lines().count(), message);
        }
    }

    @Test
    void anotherProgramsTextInSafetensorsClothingIsRefused() throws IOException {
        byte[] bytes = "\u0005\0\0\0\0\0\0\0{abc}".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("x"), bytes);
        assertEquals(FileFormat.SAFETENSORS, FileFormat.of(file));
        String message = assertThrows(CheckpointException.class, () -> Checkpoint.read(file))
                .getMessage();
        assertTrue(message.contains("the header is not valid JSON"), message);
    }
}
