package charlm.checkpoint.torch;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.ElementType;
import charlm.checkpoint.safetensors.NamedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what {@code torch.save(model.state_dict(), file)} writes, as a zip or in the old form without one; executes
 * nothing that the file says.
 */
public final class TorchArchive {
    private static final int MAX_SHARING = 4; // tensors may share a storage (tied weights), within reason

    private TorchArchive() {}

    /** Where an archive keeps its pickle and its storages. */
    interface Source extends AutoCloseable {
        /** Returns the pickled state dict. */
        ByteBuffer pickle() throws IOException;

        /** Returns the metadata of a file that charlm wrote, as JSON. */
        Optional<String> metadata() throws IOException;

        /**
         * Returns the bytes of at least the {@code wanted} storages, by key; called once the pickle has been read, which
         * {@code declared} them.
         */
        Map<String, ByteBuffer> storages(Map<String, Storage> declared, Set<String> wanted) throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * The contents of a file.
     *
     * @param metadata JSON; empty for a file of another program
     * @param tensors in the order of the file
     * @param types the types of their stored elements, by name
     * @param notes what was done to find them, for the log
     */
    public record Contents(
            Optional<String> metadata, List<NamedTensor> tensors, Map<String, ElementType> types, List<String> notes) {}

    /** Reads a file whose state dict has a tensor with the name {@code marker}; throws {@link CheckpointException}. */
    public static Contents read(Path file, boolean zip, String marker) {
        try (Source source = zip ? new TorchZip(file) : new TorchLegacy(file)) {
            return read(source, marker);
        } catch (PickleException e) {
            throw new CheckpointException(file, "is no PyTorch state dict that can be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be read as a PyTorch file (" + e.getMessage() + ")", e);
        }
    }

    /** Returns the contents of {@code source}; throws {@link PickleException}. */
    static Contents read(Source source, String marker) throws IOException {
        Optional<String> metadata = source.metadata();
        TorchGlobals globals = new TorchGlobals();
        Object root = new RestrictedUnpickler(source.pickle(), globals).load();
        StateDictSearch.Found found = StateDictSearch.find(root, marker);
        Map<String, Storage> wanted = new LinkedHashMap<>();
        found.tensors().values().forEach(view -> wanted.put(view.storage().key(), view.storage()));
        requireBounded(found.tensors().values(), wanted.values());
        Map<String, ByteBuffer> storages = source.storages(globals.storages(), wanted.keySet());
        wanted.values().forEach(storage -> requireSize(storage, storages.get(storage.key())));
        List<NamedTensor> tensors = new ArrayList<>();
        Map<String, ElementType> types = new HashMap<>();
        found.tensors().forEach((name, view) -> {
            ByteBuffer bytes = storages.get(view.storage().key());
            tensors.add(new NamedTensor(name, view.shape(), values(view, bytes)));
            types.put(name, view.type());
        });
        return new Contents(metadata, tensors, types, found.notes());
    }

    /** Any number of tensors can be views of one storage, each to be copied out of it. */
    private static void requireBounded(Collection<TensorView> tensors, Collection<Storage> storages) {
        long stored = storages.stream().mapToLong(Storage::elements).sum();
        long claimed = tensors.stream().mapToLong(TensorView::elements).sum();
        if (claimed > MAX_SHARING * stored) {
            throw new PickleException(
                    "its tensors have " + claimed + " elements, its storages only " + stored + "; save plain tensors");
        }
    }

    private static void requireSize(Storage storage, ByteBuffer bytes) {
        if (bytes.capacity() != storage.bytes()) {
            throw new PickleException("storage " + storage.key() + " should hold " + storage.elements()
                    + " elements of " + storage.type().bytes() + " bytes, the file has " + bytes.capacity() + " bytes");
        }
    }

    /** Gathers the elements of a view row by row, whatever its strides. */
    private static float[] values(TensorView view, ByteBuffer bytes) {
        int count = Math.toIntExact(view.elements());
        float[] values = new float[count];
        ByteBuffer cursor = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            long rest = i;
            long element = view.offset();
            for (int axis = view.shape().length - 1; axis >= 0; axis--) {
                element += rest % view.shape()[axis] * view.strides()[axis];
                rest /= view.shape()[axis];
            }
            cursor.position(Math.toIntExact(element * view.type().bytes()));
            values[i] = view.type().read(cursor);
        }
        return values;
    }
}
