package charlm.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip form: {@code NAME/data.pkl} and {@code NAME/data/KEY}, all stored without compression. */
final class TorchZip implements TorchArchive.Source {
    /** The name of an entry of our own, which PyTorch ignores. */
    static final String METADATA = "charlm.json";

    private static final String PICKLE = "data.pkl";
    private static final String SCRIPT = "constants.pkl";
    private static final int MAX_PICKLE_BYTES = 1 << 26;
    private static final int MAX_METADATA_BYTES = 1 << 23;

    private final ZipFile zip;
    private long unread; // no more than the file's own length is read of it, whatever its entries claim
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private final String folder;
    private final boolean ours;

    TorchZip(Path file) throws IOException {
        zip = new ZipFile(file.toFile());
        unread = Files.size(file);
        try {
            index();
            folder = folder();
            ours = entries.containsKey(folder + METADATA);
            requireLittleEndian();
        } catch (IllegalArgumentException e) { // what the library makes of a comment that is no UTF-8
            zip.close();
            throw new ZipException("an entry's name or comment is no UTF-8");
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private void index() {
        zip.stream().forEach(entry -> {
            String name = entry.getName();
            if (name.startsWith("/") || name.contains("..") || name.contains("\\")) {
                throw new PickleException("an entry of the zip leads out of it");
            }
            if (entries.put(name, entry) != null) {
                throw new PickleException("the zip holds " + name + " twice");
            }
        });
    }

    private String folder() {
        String found = null;
        for (String name : entries.keySet()) {
            if (name.endsWith("/" + PICKLE) && name.indexOf('/') == name.length() - PICKLE.length() - 1) {
                if (found != null) {
                    throw new PickleException("the zip holds two state dicts");
                }
                found = name.substring(0, name.length() - PICKLE.length());
            }
        }
        if (found == null) {
            throw new PickleException("the zip holds no " + PICKLE + TorchGlobals.WAY_OUT);
        }
        if (entries.containsKey(found + SCRIPT)) {
            throw new PickleException("it is TorchScript, which holds code" + TorchGlobals.WAY_OUT);
        }
        return found;
    }

    private void requireLittleEndian() throws IOException {
        if (entries.containsKey(folder + "byteorder")) {
            String order = StandardCharsets.US_ASCII
                    .decode(read("byteorder", MAX_PICKLE_BYTES))
                    .toString();
            if (!order.strip().equals("little")) {
                throw new PickleException("its byte order is not little-endian");
            }
        }
    }

    @Override
    public ByteBuffer pickle() throws IOException {
        return read(PICKLE, MAX_PICKLE_BYTES);
    }

    @Override
    public Optional<String> metadata() throws IOException {
        if (!ours) {
            return Optional.empty();
        }
        return Optional.of(StandardCharsets.UTF_8
                .decode(read(METADATA, MAX_METADATA_BYTES))
                .toString());
    }

    @Override
    public Map<String, ByteBuffer> storages(Map<String, Storage> declared, Set<String> wanted) throws IOException {
        Map<String, ByteBuffer> storages = new HashMap<>();
        for (String key : wanted) {
            storages.put(key, read("data/" + key, Integer.MAX_VALUE - Long.BYTES));
        }
        return storages;
    }

    /** Reads a stored entry; all that is read together is bounded by the file's own size, so nothing can swell. */
    private ByteBuffer read(String name, long limit) throws IOException {
        ZipEntry entry = entries.get(folder + name);
        if (entry == null) {
            throw new PickleException("the zip lacks " + name);
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
            throw new PickleException(
                    name + " is compressed, which PyTorch does not do; save it again with torch.save");
        }
        if (entry.getSize() < 0 || entry.getSize() > Math.min(limit, unread)) {
            throw new PickleException(name + " claims " + entry.getSize() + " bytes, which the file cannot hold");
        }
        unread -= entry.getSize();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            if (bytes.length != entry.getSize()) {
                throw new PickleException(name + " is cut short");
            }
            requireUndamaged(entry, bytes);
            return ByteBuffer.wrap(bytes);
        }
    }

    /** PyTorch can be told to write no checksums, so those of its own files say nothing. */
    private void requireUndamaged(ZipEntry entry, byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (ours && checksum.getValue() != entry.getCrc()) {
            throw new PickleException(entry.getName() + " does not match its checksum; it is damaged, use a copy");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
