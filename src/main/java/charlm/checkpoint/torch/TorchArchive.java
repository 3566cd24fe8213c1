package charlm.checkpoint.torch;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.torch.RestrictedUnpickler.PickleException;
import charlm.checkpoint.torch.TorchStateDict.Storage;
import charlm.checkpoint.torch.TorchStateDict.TensorView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

        /** Returns the bytes of each declared storage, by key; called once the pickle has been read. */
        Map<String, ByteBuffer> storages(Map<String, Storage> declared) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Returns the tensors in the order of the file; throws {@link CheckpointException}. */
    public static List<NamedTensor> read(Path file, boolean zip) {
        try (Source source = zip ? new TorchZip(file) : new TorchLegacy(file)) {
            return read(source);
        } catch (PickleException e) {
            throw new CheckpointException(file, "is no PyTorch state dict that can be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be read as a PyTorch file (" + e.getMessage() + ")", e);
        }
    }

    /** Returns the tensors of {@code source}; throws {@link PickleException}. */
    public static List<NamedTensor> read(Source source) throws IOException {
        TorchStateDict stateDict = new TorchStateDict();
        Object root = new RestrictedUnpickler(source.pickle(), stateDict).load();
        if (!(root instanceof Map<?, ?> dict)) {
            throw new PickleException("it holds no state dict; save model.state_dict()");
        }
        stateDict.storages().values().forEach(TorchArchive::requireReadable);
        requireBounded(dict, stateDict.storages());
        Map<String, ByteBuffer> storages = source.storages(stateDict.storages());
        stateDict.storages().values().forEach(storage -> requireSize(storage, storages.get(storage.key())));
        return tensors(dict, storages);
    }

    /** Any number of tensors can be views of one storage, each to be copied out of it. */
    private static void requireBounded(Map<?, ?> dict, Map<String, Storage> storages) {
        long stored = storages.values().stream().mapToLong(Storage::elements).sum();
        long claimed = 0;
        for (Object value : dict.values()) {
            if (value instanceof TensorView view) {
                claimed += NamedTensor.elements(view.shape());
            }
        }
        if (claimed > MAX_SHARING * stored) {
            throw new PickleException(
                    "its tensors have " + claimed + " elements, its storages only " + stored + "; save plain tensors");
        }
    }

    private static List<NamedTensor> tensors(Map<?, ?> dict, Map<String, ByteBuffer> storages) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof TensorView view)) {
                throw new PickleException(
                        "its entry " + entry.getKey() + " is no tensor; save model.state_dict() alone");
            }
            ByteBuffer bytes = storages.get(view.storage().key());
            tensors.add(new NamedTensor(name, view.shape(), values(view, bytes)));
        }
        return tensors;
    }

    private static void requireReadable(Storage storage) {
        if (storage.elements() > Integer.MAX_VALUE / Long.BYTES) {
            throw new PickleException("storage " + storage.key() + " claims " + storage.elements() + " elements");
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
        int count = Math.toIntExact(NamedTensor.elements(view.shape()));
        float[] values = new float[count];
        ByteBuffer cursor = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            long rest = i;
            long element = view.offset();
            for (int axis = view.shape().length - 1; axis >= 0; axis--) {
                element += rest % view.shape()[axis] * view.strides()[axis];
                rest /= view.shape()[axis];
            }
            cursor.position(Math.toIntExact(element * view.storage().type().bytes()));
            values[i] = view.storage().type().read(cursor);
        }
        return values;
    }
}
