package charlm.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips and legacy files around a good pickle, made to attack or cut short. */
final class HostileArchiveTest {
    private static final int STORAGE_BYTES = 4 * Float.BYTES;

    @TempDir
    private Path folder;

    @Test
    void aCompressedEntryThatWouldSwellIsRefusedUnopened() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", Pickle.stateDict().bytes());
        entries.put("x/data/0", new byte[1 << 26]);
        String said = refusal(TorchFiles.zip(entries, ZipEntry.DEFLATED));
        assertTrue(
                said.contains("data.pkl is compressed, which PyTorch does not do; save it again with torch.save"),
                said);
    }

    @Test
    void entriesThatShareTheirBytesCannotSwellEither() throws IOException {
        int bytes = 1 << 20;
        int names = 200;
        Pickle pickle = new Pickle().op('}', '(');
        for (int i = 0; i < names; i++) {
            String key = String.format(Locale.ROOT, "%03d", i);
            pickle.text(key).tensorOver(key, bytes / Float.BYTES, new long[] {1}, new long[] {1});
        }
        String said = refusal(TorchFiles.overlapping(pickle.op('u', '.'), bytes, names));
        assertTrue(said.contains("which the file cannot hold"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/pkl/x", "../../../x", "x/../../x", "x\\..\\..\\x"})
    void anEntryThatLeadsOutOfTheZipIsRefused(String name) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", Pickle.stateDict().bytes());
        entries.put("x/data/0", new byte[STORAGE_BYTES]);
        entries.put(name, new byte[1]);
        assertTrue(refusal(TorchFiles.zip(entries, ZipEntry.STORED)).contains("an entry of the zip leads out of it"));
    }

    @Test
    void anEntryThatIsThereTwiceIsRefused() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", Pickle.stateDict().bytes());
        entries.put("x/data/0", new byte[STORAGE_BYTES]);
        entries.put("x/data/1", new byte[STORAGE_BYTES]);
        byte[] zip = TorchFiles.zip(entries, ZipEntry.STORED);
        assertTrue(refusal(TorchFiles.renamed(zip, "x/data/1", "x/data/0")).contains("the zip holds x/data/0 twice"));
        byte[] twoDicts = TorchFiles.renamed(zip, "x/data/1", "y/data/1");
        assertEquals(
                1,
                Checkpoint.read(Files.write(folder.resolve("y"), twoDicts))
                        .tensors()
                        .size());
    }

    @Test
    void aZipWithTwoStateDictsOrNoneOrTheWrongByteOrderIsRefused() throws IOException {
        byte[] dict = Pickle.stateDict().bytes();
        byte[] big = "big".getBytes(StandardCharsets.US_ASCII);
        assertTrue(refusal(zipOf("x/data.pkl", dict, "y/data.pkl", dict)).contains("two state dicts"));
        assertTrue(refusal(zipOf("x/data/0", dict, "x/y/data.pkl", dict)).contains("no data.pkl"));
        assertTrue(refusal(zipOf("x/data.pkl", dict, "x/byteorder", big)).contains("not little-endian"));
        assertTrue(refusal(zipOf("x/data.pkl", dict, "x/version", big)).contains("the zip lacks data/0"));
    }

    private static byte[] zipOf(String name, byte[] bytes, String otherName, byte[] otherBytes) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(name, bytes);
        entries.put(otherName, otherBytes);
        return TorchFiles.zip(entries, ZipEntry.STORED);
    }

    @Test
    void aLegacyFileWhoseStoragesDisagreeIsRefused() throws IOException {
        Pickle one = TorchFiles.keys("0");
        assertTrue(refusal(TorchFiles.legacy(Pickle.stateDict(), one, 5, 20)).contains("should hold 4 elements"));
        assertTrue(refusal(TorchFiles.legacy(Pickle.stateDict(), one, 4, 15)).contains("should hold 4 elements"));
        assertTrue(refusal(TorchFiles.legacy(Pickle.stateDict(), one, -1, 16)).contains("should hold 4 elements"));
        assertTrue(refusal(TorchFiles.legacy(Pickle.stateDict(), TorchFiles.keys("1"), 4, 16))
                .contains("list of storages"));
        assertTrue(refusal(TorchFiles.legacy(Pickle.stateDict(), TorchFiles.keys("0", "0"), 4, 16))
                .contains("list of storages"));
        assertTrue(refusal(TorchFiles.legacy(Pickle.stateDict(), TorchFiles.keys(), 4, 16))
                .contains("list of storages"));
        Path good = Files.write(folder.resolve("good"), TorchFiles.legacy(Pickle.stateDict(), one, 4, 16));
        assertEquals(1, Checkpoint.read(good).tensors().size());
    }

    @Test
    void aFileCutAtAnyLengthIsRefused() throws IOException {
        byte[][] files = {
            TorchFiles.zip(Pickle.stateDict(), STORAGE_BYTES),
            TorchFiles.legacy(Pickle.stateDict(), TorchFiles.keys("0"), 4, STORAGE_BYTES),
        };
        for (byte[] whole : files) {
            assertEquals(
                    1,
                    Checkpoint.read(Files.write(folder.resolve("whole"), whole))
                            .tensors()
                            .size());
            for (int length = 0; length < whole.length; length++) {
                refusal(Arrays.copyOf(whole, length));
            }
        }
    }

    @Test
    void aDamagedEntryOfAFileOfOursIsRefusedAndOneOfAStrangersIsNot() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", Pickle.stateDict().bytes());
        entries.put("x/data/0", new byte[STORAGE_BYTES]);
        byte[] theirs = TorchFiles.zip(entries, ZipEntry.STORED);
        entries.put("x/charlm.json", "{}".getBytes(StandardCharsets.US_ASCII));
        byte[] ours = TorchFiles.zip(entries, ZipEntry.STORED);
        for (byte[] file : new byte[][] {ours, theirs}) {
            Path whole = Files.write(folder.resolve("whole"), file);
            assertEquals(1, Checkpoint.read(whole).tensors().size());
            String text = new String(file, StandardCharsets.ISO_8859_1);
            file[text.indexOf("x/data/0") + "x/data/0".length() + 1] ^= 1;
        }
        assertTrue(refusal(ours).contains("x/data/0 does not match its checksum; it is damaged, use a copy"));
        Path damaged = Files.write(folder.resolve("damaged"), theirs);
        assertEquals(1, Checkpoint.read(damaged).tensors().size());
    }

    @Test
    void aProgramIsSaidToBeOne() throws IOException {
        byte[] dict = Pickle.stateDict().bytes();
        assertTrue(refusal(zipOf("x/data.pkl", dict, "x/constants.pkl", dict))
                .contains("it is TorchScript, which holds code; save the parameters alone"));
    }

    private String refusal(byte[] bytes) throws IOException {
        return TorchFiles.refusal(folder, bytes);
    }
}
