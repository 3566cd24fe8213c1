package charlm.checkpoint.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.data.Vocabulary;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.nd4j.Nd4jEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small file of ours, damaged in every way that a single bit or a single cut can. */
final class DamagedFileTest {
    private static final String SYMBOLS = "\u25a1\u2047ab";
    private static final ModelConfig CONFIG = new ModelConfig(Variant.VANILLA, 4, 5, 1, 1, 1, 0);
    private static final long MOST_ALLOCATED = 1 << 20; // the file has a few thousand bytes

    @TempDir
    private Path folder;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("x.params");
        try (Engine engine = new Nd4jEngine(NumberType.FLOAT, 1)) {
            LanguageModel model = LanguageModel.create(CONFIG, engine, 0);
            model.parameters().initialize(3);
            Checkpoint.write(file, model, Vocabulary.ofSymbols(SYMBOLS), Map.of("command", "charlm"), "test");
        }
        whole = Files.readAllBytes(file);
        assertEquals(CONFIG, Checkpoint.read(file).config().orElseThrow());
    }

    @Test
    void aFlipOfAnyBitIsRefused() throws IOException {
        int flips = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int at = 0; at < whole.length; at++) {
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    put(channel, at, (byte) (whole[at] ^ 1 << bit));
                    requireRefusal("bit " + bit + " of byte " + at);
                    flips++;
                }
                put(channel, at, whole[at]);
            }
        }
        assertEquals(whole.length * Byte.SIZE, flips);
        assertArrayEquals(whole, Files.readAllBytes(file));
    }

    @Test
    void aFileCutAtAnyLengthIsRefused() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = whole.length - 1; length >= 0; length--) {
                channel.truncate(length);
                requireRefusal("length " + length);
            }
        }
    }

    @Test
    void bytesBehindTheEndAreRefused() throws IOException {
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
        requireRefusal("a byte more");
    }

    @Test
    void theChecksumIsThatOfTheWholeFileWithZerosForItsDigits() throws NoSuchAlgorithmException {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        String key = "\"" + FileChecksum.KEY + "\":\"";
        int digits = text.indexOf(key) + key.length();
        String zeroed = text.substring(0, digits) + "0".repeat(64) + text.substring(digits + 64);
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(zeroed.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(HexFormat.of().formatHex(expected), text.substring(digits, digits + 64));
    }

    @Test
    void whatAUserTypedIsNeverTakenForTheChecksum() {
        String typed = "\"charlm.checksum\":\"" + "0".repeat(64) + "\"" + "0".repeat(64);
        Map<String, String> metadata = Map.of("charlm.a", typed, "charlm.b", "0".repeat(64));
        Safetensors.write(file, metadata, List.of());
        Map<String, String> read = Safetensors.read(file).metadata();
        assertEquals(typed, read.get("charlm.a"));
        assertEquals("0".repeat(64), read.get("charlm.b"));
    }

    @Test
    void oneKeyOfOursIsEnoughToNeedAChecksum() throws IOException {
        byte[] json = "{\"__metadata__\":{\"charlm.x\":\"\",\"note\":\"\"}}".getBytes(StandardCharsets.US_ASCII);
        Files.write(file, SafetensorsTest.file(json, 0));
        assertEquals(
                "has charlm metadata but no charlm.checksum; the file is damaged, use a copy",
                requireRefusal("no checksum"));
    }

    @Test
    void aChecksumThatIsNotWrittenPlainlyIsRefused() throws IOException {
        for (String digits : new String[] {"", "0", "\\u0030" + "0".repeat(63), "G".repeat(64)}) {
            String json = "{\"__metadata__\":{\"charlm.checksum\":\"" + digits + "\"}}";
            Files.write(file, SafetensorsTest.file(json.getBytes(StandardCharsets.US_ASCII), 0));
            requireRefusal(digits);
        }
    }

    private static void put(FileChannel channel, int at, byte value) throws IOException {
        channel.write(ByteBuffer.wrap(new byte[] {value}), at);
    }

    /** Returns the reason, without the file's name. */
    private String requireRefusal(String damage) {
        String[] reason = new String[1];
        long allocated = AllocatedMemory.during(
                () -> reason[0] = assertThrows(CheckpointException.class, () -> Checkpoint.read(file), damage)
                        .getMessage());
        assertTrue(allocated < MOST_ALLOCATED, damage + " made it ask for " + allocated + " bytes");
        assertTrue(reason[0].startsWith(file + ": "), reason[0]);
        return reason[0].substring((file + ": ").length());
    }
}
