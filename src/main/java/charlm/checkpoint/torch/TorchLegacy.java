package charlm.checkpoint.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form before PyTorch 1.6: pickles of a magic number, a protocol version, system facts, the state dict and the list of
 * storage keys, then each storage as a count and its elements.
 */
public final class TorchLegacy implements TorchArchive.Source {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final ByteBuffer bytes;

    TorchLegacy(Path file) throws IOException {
        if (Files.size(file) > Integer.MAX_VALUE - Long.BYTES) {
            throw new PickleException("it is larger than 2 GiB");
        }
        bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (!MAGIC.equals(next())) {
            throw new PickleException("it does not begin with PyTorch's magic number");
        }
        if (!Long.valueOf(PROTOCOL).equals(next())) {
            throw new PickleException("its protocol version is not " + PROTOCOL);
        }
        if (!(next() instanceof Map<?, ?> facts) || !Boolean.TRUE.equals(facts.get("little_endian"))) {
            throw new PickleException("its byte order is not little-endian");
        }
    }

    private Object next() {
        return new RestrictedUnpickler(bytes, new TorchGlobals()).load();
    }

    @Override
    public ByteBuffer pickle() {
        return bytes;
    }

    @Override
    public Optional<String> metadata() {
        return Optional.empty();
    }

    /** Returns all storages: each begins where the one before ends. */
    @Override
    public Map<String, ByteBuffer> storages(Map<String, Storage> declared, Set<String> wanted) {
        if (!(next() instanceof List<?> keys) || keys.size() != declared.size()) {
            throw new PickleException("its list of storages does not fit its tensors");
        }
        Map<String, ByteBuffer> storages = new HashMap<>();
        for (Object key : keys) {
            Storage storage = key instanceof String text ? declared.get(text) : null;
            if (storage == null || storages.put(storage.key(), nextStorage(storage)) != null) {
                throw new PickleException("its list of storages does not fit its tensors");
            }
        }
        return storages;
    }

    private ByteBuffer nextStorage(Storage storage) {
        if (bytes.remaining() < Long.BYTES) {
            throw new PickleException("it ends before storage " + storage.key());
        }
        long elements = bytes.getLong();
        if (elements != storage.elements() || bytes.remaining() < storage.bytes()) {
            throw new PickleException("storage " + storage.key() + " should hold " + storage.elements()
                    + " elements, the file has " + elements + " in " + bytes.remaining() + " bytes");
        }
        ByteBuffer slice = bytes.slice(bytes.position(), (int) storage.bytes());
        bytes.position(bytes.position() + (int) storage.bytes());
        return slice;
    }

    @Override
    public void close() {
        // The file was read whole; nothing is open.
    }
}
