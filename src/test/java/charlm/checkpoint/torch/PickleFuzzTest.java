package charlm.checkpoint.torch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.safetensors.CheckpointException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

final class PickleFuzzTest {
    private static final int STORED_BYTES = 1 << 12;

    @TempDir
    static Path folder;

    /** Input: a whole PyTorch file, zip or legacy, or else a bare pickle. */
    @FuzzTest(maxDuration = "10m")
    void aPickleIsReadOrRefused(byte[] input) throws IOException {
        try {
            Path file = Files.write(folder.resolve("x"), input);
            Checkpoint.read(file);
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().startsWith(folder.resolve("x") + ": "), e.getMessage());
        }
        try {
            TorchArchive.read(new BarePickle(input), "tok_emb.weight");
        } catch (PickleException e) {
            assertTrue(!e.getMessage().isEmpty());
        }
    }

    /** A pickle with storages of zeros, as large as it declares them. */
    private record BarePickle(byte[] bytes) implements TorchArchive.Source {
        @Override
        public ByteBuffer pickle() {
            return ByteBuffer.wrap(bytes);
        }

        @Override
        public Optional<String> metadata() {
            return Optional.empty();
        }

        @Override
        public Map<String, ByteBuffer> storages(Map<String, Storage> declared, Set<String> wanted) {
            Map<String, ByteBuffer> storages = new HashMap<>();
            for (Storage storage : declared.values()) {
                if (storage.bytes() > STORED_BYTES) {
                    throw new PickleException("more than this test stores");
                }
                storages.put(storage.key(), ByteBuffer.allocate((int) storage.bytes()));
            }
            return storages;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
