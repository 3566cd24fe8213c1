package charlm.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.files.SpecialFiles;
import charlm.golden.Golden;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
    @ValueSource(
            strings = {
                "a",
                "PK",
                "Where was Ann born?\tRome\n",
                "Zo\u00eb",
                "{\"json\": true}",
                "12345678",
                "12345678{\"a\": 1}",
                "1234{\"a\": 1}",
                "123{\"a\": 1}",
                "GIF89a {.."
            })
    void aTextIsSaidToBeOne(String text) throws IOException {
        Path file = folder.resolve("x");
        for (Charset encoding : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)) {
            Files.writeString(file, text, encoding);
            assertEquals("is a text, not a checkpoint; name a file that pretrain or finetune wrote", problem(file));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a named pipe")
    void aStreamIsRefusedBeforeItIsRead() {
        assertEquals(
                "is a stream, and a checkpoint is read more than once; copy it into a file and name that",
                problem(SpecialFiles.pipe(folder.resolve("x"))));
    }

    @Test
    void whatIsNeitherTextNorCheckpointIsSaidToBeNeither() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0, 0});
        assertEquals(
                "is not a checkpoint: neither safetensors nor a PyTorch state dict; name a file that pretrain or"
                        + " finetune wrote",
                problem(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8002 7d71002e", "8004 95 0500000000000000 7d942e", "8005 4e2e", "8003 8a0101 2e"})
    void aPickleThatTorchSaveDidNotWriteIsSaidToBeOne(String bytes) throws IOException {
        Path file = Files.write(folder.resolve("x"), HexFormat.of().parseHex(bytes.replace(" ", "")));
        assertTrue(problem(file).startsWith("is a Python pickle, but torch.save did not write it"), problem(file));
    }

    private static String problem(Path file) {
        String message = assertThrows(CheckpointException.class, () -> FileFormat.of(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring((file + ": ").length());
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
