package charlm.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.safetensors.AllocatedMemory;
import charlm.checkpoint.safetensors.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts pickles and storages into files as PyTorch does, and as it never would. */
final class TorchFiles {
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final long SMALL = 8 << 20;

    private TorchFiles() {}

    /** A zip with {@code x/data.pkl} and, as {@code x/data/0}, zeros. */
    static byte[] zip(Pickle pickle, int storageBytes) throws IOException {
        return zip(pickle, new byte[storageBytes]);
    }

    /** A zip with {@code x/data.pkl} and {@code x/data/0}. */
    static byte[] zip(Pickle pickle, byte[] storage) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", pickle.bytes());
        entries.put("x/data/0", storage);
        return zip(entries, ZipEntry.STORED);
    }

    static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(entry(entry.getKey(), entry.getValue(), method));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static ZipEntry entry(String name, byte[] bytes, int method) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        entry.setSize(bytes.length);
        entry.setCrc(checksum.getValue());
        return entry;
    }

    /** A zip whose directory calls one and the same stored entry, zeros, by many names: {@code x/data/000} and on. */
    static byte[] overlapping(Pickle pickle, int storageBytes, int names) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("x/data.pkl", pickle.bytes());
        entries.put("x/data/000", new byte[storageBytes]);
        byte[] zip = zip(entries, ZipEntry.STORED);
        ByteBuffer in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int end = lastIndexOf(in, END_SIGNATURE, zip.length - Integer.BYTES);
        int last = lastIndexOf(in, DIRECTORY_SIGNATURE, end);
        int size = end - last;
        ByteBuffer out = ByteBuffer.allocate(zip.length + (names - 1) * size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(zip, 0, end);
        for (int i = 1; i < names; i++) {
            byte[] copy = Arrays.copyOfRange(zip, last, end);
            byte[] digits = String.format(Locale.ROOT, "%03d", i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, copy, 46 + "x/data/".length(), digits.length);
            out.put(copy);
        }
        int newEnd = out.position();
        out.put(zip, end, zip.length - end);
        out.putShort(newEnd + 8, (short) (names + 1)).putShort(newEnd + 10, (short) (names + 1));
        out.putInt(newEnd + 12, in.getInt(end + 12) + (names - 1) * size);
        return out.array();
    }

    private static int lastIndexOf(ByteBuffer in, int signature, int from) {
        int at = from;
        while (in.getInt(at) != signature) {
            at--;
        }
        return at;
    }

    /** Replaces every occurrence of an entry's name, in the entries and in the directory. */
    static byte[] renamed(byte[] zip, String from, String to) {
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The form without a zip; behind the list of keys follow a count and zeros. */
    static byte[] legacy(Pickle stateDict, Pickle keys, long count, int storageBytes) {
        return legacy(stateDict, keys, count, new byte[storageBytes]);
    }

    /** The form without a zip; behind the list of keys follows a storage. */
    static byte[] legacy(Pickle stateDict, Pickle keys, long count, byte[] storage) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new Pickle()
                .op(0x80, 2)
                .op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.')
                .bytes());
        out.writeBytes(new Pickle().op(0x80, 2, 'M', 0xe9, 0x03, '.').bytes());
        out.writeBytes(new Pickle()
                .op(0x80, 2, '}')
                .text("little_endian")
                .op(0x88, 's', '.')
                .bytes());
        out.writeBytes(stateDict.bytes());
        out.writeBytes(keys.bytes());
        out.writeBytes(ByteBuffer.allocate(Long.BYTES + storage.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(count)
                .put(storage)
                .array());
        return out.toByteArray();
    }

    /** A legacy file's list of storages. */
    static Pickle keys(String... keys) {
        Pickle pickle = new Pickle().op(0x80, 2, ']', '(');
        Stream.of(keys).forEach(pickle::text);
        return pickle.op('e', '.');
    }

    /** Reads a file of these bytes and returns why it was refused. */
    static String refusal(Path folder, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("hostile.params"), bytes);
        String[] said = new String[1];
        long allocated = AllocatedMemory.during(
                () -> said[0] = assertThrows(CheckpointException.class, () -> Checkpoint.read(file))
                        .getMessage());
        // Per byte of pickle one small object at most, and the stack that holds it.
        assertTrue(
                allocated < SMALL + 80L * Math.min(bytes.length, 1 << 21) + 3L * bytes.length,
                said[0] + ": " + allocated);
        assertTrue(said[0].startsWith(file + ": "), said[0]);
        return said[0];
    }
}
