package charlm.checkpoint.torch;

import charlm.checkpoint.safetensors.ElementType;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.torch.RestrictedUnpickler.PickleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resolves the globals of a PyTorch state dict: OrderedDict, storages by type and key, and tensors as views of storages.
 * Refuses every other global.
 */
final class TorchStateDict implements RestrictedUnpickler.Globals {
    private static final Map<String, ElementType> STORAGES = Map.of(
            "FloatStorage", ElementType.F32,
            "DoubleStorage", ElementType.F64,
            "HalfStorage", ElementType.F16,
            "BFloat16Storage", ElementType.BF16,
            "LongStorage", ElementType.I64,
            "IntStorage", ElementType.I32);
    private static final int REBUILD_ARGUMENTS = 4;
    private static final int PERSISTENT_PARTS = 5;
    private static final int MAX_DIMENSIONS = 32;

    private final Map<String, Storage> storages = new LinkedHashMap<>();

    /** The calls that a state dict makes. */
    private enum Callable {
        ORDERED_DICT,
        REBUILD_TENSOR,
        REBUILD_PARAMETER
    }

    /** A storage: its elements lie in the archive under {@code key}. */
    record Storage(ElementType type, String key, long elements) {
        long bytes() {
            return elements * type.bytes();
        }
    }

    /** A tensor as a view of a storage; offset and strides in elements. */
    record TensorView(Storage storage, long offset, long[] shape, long[] strides) {
        /** Returns one past the last element that the view reaches. */
        long reach() {
            long last = offset;
            for (int axis = 0; axis < shape.length; axis++) {
                if (shape[axis] == 0) {
                    return 0;
                }
                last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
            }
            return Math.addExact(last, 1);
        }
    }

    /** Returns the storages that the pickle named, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    @Override
    public Object resolve(String module, String name) {
        if (module.equals("torch") && STORAGES.containsKey(name)) {
            return STORAGES.get(name);
        }
        return switch (module + "." + name) {
            case "collections.OrderedDict" -> Callable.ORDERED_DICT;
            case "torch._utils._rebuild_tensor_v2" -> Callable.REBUILD_TENSOR;
            case "torch._utils._rebuild_parameter" -> Callable.REBUILD_PARAMETER;
            default ->
                throw new PickleException("it asks for " + module + "." + name
                        + ", which a state dict does not need; nothing of it was run");
        };
    }

    @Override
    public Object call(Object callable, List<?> arguments) {
        if (!(callable instanceof Callable known)) {
            throw new PickleException("it calls something that is no function");
        }
        return switch (known) {
            case ORDERED_DICT -> orderedDict(arguments);
            case REBUILD_TENSOR -> rebuildTensor(arguments);
            case REBUILD_PARAMETER -> rebuildParameter(arguments);
        };
    }

    private static Object orderedDict(List<?> arguments) {
        if (!arguments.isEmpty()) {
            throw new PickleException("an OrderedDict is made with arguments");
        }
        return new LinkedHashMap<>();
    }

    private static Object rebuildTensor(List<?> arguments) {
        if (arguments.size() < REBUILD_ARGUMENTS
                || !(arguments.get(0) instanceof Storage storage)
                || !(arguments.get(1) instanceof Long offset)
                || !(arguments.get(2) instanceof List<?> shape)
                || !(arguments.get(3) instanceof List<?> strides)
                || shape.size() != strides.size()
                || shape.size() > MAX_DIMENSIONS) {
            throw new PickleException("a tensor is described by arguments of the wrong kind");
        }
        TensorView view = new TensorView(storage, offset, numbers(shape), numbers(strides));
        requireInside(view);
        return view;
    }

    private static void requireInside(TensorView view) {
        try {
            // A view with stride 0 could claim far more elements than are stored.
            if (view.offset() >= 0
                    && view.reach() <= view.storage().elements()
                    && NamedTensor.elements(view.shape()) <= view.storage().elements()) {
                return;
            }
        } catch (ArithmeticException e) {
            // Numbers beyond 2^63 cannot lie in any storage; the message below says so.
        }
        throw new PickleException("a tensor of shape " + NamedTensor.describe(view.shape()) + " at " + view.offset()
                + " does not lie in its storage of " + view.storage().elements() + " elements");
    }

    private static long[] numbers(List<?> values) {
        long[] numbers = new long[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(values.get(i) instanceof Long number) || number < 0) {
                throw new PickleException("a shape or stride holds something that is no number from 0 on");
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private static Object rebuildParameter(List<?> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof TensorView)) {
            throw new PickleException("a parameter is made of something that is no tensor");
        }
        return arguments.get(0);
    }

    /** {@code ('storage', type, key, location, elements[, view])}; the location, say cuda:0, does not matter here. */
    @Override
    public Object persistent(Object id) {
        if (!(id instanceof List<?> parts)
                || parts.size() < PERSISTENT_PARTS
                || !"storage".equals(parts.get(0))
                || !(parts.get(1) instanceof ElementType type)
                || !(parts.get(2) instanceof String key)
                || !(parts.get(3) instanceof String)
                || !(parts.get(4) instanceof Long elements)
                || elements < 0) {
            throw new PickleException("a storage is named by parts of the wrong kind");
        }
        if (parts.size() > PERSISTENT_PARTS && parts.get(PERSISTENT_PARTS) != RestrictedUnpickler.NONE) {
            throw new PickleException("a storage is a view of another, which only very old files have");
        }
        Storage storage = new Storage(type, key, elements);
        Storage before = storages.putIfAbsent(key, storage);
        if (before != null && !before.equals(storage)) {
            throw new PickleException("storage " + key + " is declared in two ways");
        }
        return storage;
    }
}
