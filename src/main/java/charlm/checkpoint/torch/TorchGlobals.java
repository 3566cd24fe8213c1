package charlm.checkpoint.torch;

import static java.util.Map.entry;

import charlm.checkpoint.safetensors.ElementType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Resolves the globals of PyTorch's files: storages by type and key, tensors as views of storages, and the plain containers
 * and bytes that pickle builds by calls. Refuses every other global.
 */
final class TorchGlobals implements RestrictedUnpickler.Globals {
    /** How to save a file that can be read. */
    static final String WAY_OUT =
            "; save the parameters alone: torch.save(model.state_dict(), \"model.pt\"), or from a dict"
                    + " that holds more, torch.save(checkpoint[\"state_dict\"], \"model.pt\")";

    /** How to save tensors of other kinds: sparse, quantised, complex or without values. */
    private static final String PLAIN_TENSORS =
            "; save plain real tensors: v.to_dense() of a sparse v, v.dequantize() of a quantised one, v.real of a complex one";

    private static final Pattern TENSORS = Pattern.compile("torch\\._utils\\._rebuild_\\w+|torch\\.\\w+Storage");
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            entry("torch.FloatStorage", ElementType.F32),
            entry("torch.DoubleStorage", ElementType.F64),
            entry("torch.HalfStorage", ElementType.F16),
            entry("torch.BFloat16Storage", ElementType.BF16),
            entry("torch.LongStorage", ElementType.I64),
            entry("torch.IntStorage", ElementType.I32),
            entry("torch.ShortStorage", ElementType.I16),
            entry("torch.CharStorage", ElementType.I8),
            entry("torch.ByteStorage", ElementType.U8),
            entry("torch.BoolStorage", ElementType.BOOL),
            entry("torch.storage.UntypedStorage", ElementType.U8), // of the types below, each named by its tensor
            entry("torch.uint16", ElementType.U16),
            entry("torch.uint32", ElementType.U32),
            entry("torch.uint64", ElementType.U64),
            entry("torch.float8_e5m2", ElementType.F8_E5M2),
            entry("torch.float8_e4m3fn", ElementType.F8_E4M3));
    private static final Map<String, Callable> CALLABLES = Map.ofEntries(
            entry("collections.OrderedDict", Callable.ORDERED_DICT),
            entry("collections.Counter", Callable.CONTAINER),
            entry("__builtin__.set", Callable.CONTAINER),
            entry("builtins.set", Callable.CONTAINER),
            entry("__builtin__.frozenset", Callable.CONTAINER),
            entry("builtins.frozenset", Callable.CONTAINER),
            entry("torch.Size", Callable.CONTAINER),
            entry("_codecs.encode", Callable.OPAQUE),
            entry("__builtin__.bytearray", Callable.OPAQUE),
            entry("builtins.bytearray", Callable.OPAQUE),
            entry("__builtin__.complex", Callable.OPAQUE),
            entry("builtins.complex", Callable.OPAQUE),
            entry("numpy.dtype", Callable.OPAQUE),
            entry("numpy.core.multiarray.scalar", Callable.OPAQUE),
            entry("numpy._core.multiarray.scalar", Callable.OPAQUE),
            entry("torch._utils._rebuild_tensor_v2", Callable.TENSOR),
            entry("torch._utils._rebuild_tensor_v3", Callable.TENSOR_WITH_TYPE),
            entry("torch._utils._rebuild_parameter", Callable.PARAMETER),
            entry("torch._utils._rebuild_parameter_with_state", Callable.PARAMETER));
    private static final int TENSOR_ARGUMENTS = 4;
    private static final int TYPE_ARGUMENT = 6;
    private static final int PERSISTENT_PARTS = 5;
    private static final int MAX_DIMENSIONS = 32;
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE / Long.BYTES;

    private final Map<String, Storage> storages = new LinkedHashMap<>();

    /** The calls that plain data and tensors make; none is made here, their arguments are the data. */
    private enum Callable {
        ORDERED_DICT,
        CONTAINER,
        OPAQUE,
        TENSOR,
        TENSOR_WITH_TYPE,
        PARAMETER
    }

    /** Returns the storages that the pickle named, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    @Override
    public Object resolve(String module, String name) {
        String global = module + "." + name;
        Object known = TYPES.containsKey(global) ? TYPES.get(global) : CALLABLES.get(global);
        if (known == null) {
            throw new PickleException(
                    "it asks for " + global + ", which a state dict does not need; nothing of it was run"
                            + (TENSORS.matcher(global).matches() ? PLAIN_TENSORS : WAY_OUT));
        }
        return known;
    }

    @Override
    public Object call(Object callable, List<?> arguments) {
        if (!(callable instanceof Callable known)) {
            throw new PickleException("it calls something that is no function");
        }
        return switch (known) {
            case ORDERED_DICT -> orderedDict(arguments);
            case CONTAINER -> container(arguments);
            case OPAQUE -> opaque(arguments);
            case TENSOR -> tensor(arguments);
            case TENSOR_WITH_TYPE -> tensorWithType(arguments);
            case PARAMETER -> parameter(arguments);
        };
    }

    private static Object orderedDict(List<?> arguments) {
        if (!arguments.isEmpty()) {
            throw new PickleException("an OrderedDict is made with arguments");
        }
        return new LinkedHashMap<>();
    }

    /** A set is made of a list, a counter of a dict; each is read as that. */
    private static Object container(List<?> arguments) {
        if (arguments.isEmpty()) {
            return List.of();
        }
        if (arguments.size() > 1 || !(arguments.get(0) instanceof List || arguments.get(0) instanceof Map)) {
            throw new PickleException("a set, a size or a counter is made of something that is no list and no dict");
        }
        return arguments.get(0);
    }

    /** Bytes are made of a text and its encoding, a complex number of two others, one of NumPy of its type and its bytes. */
    private static Object opaque(List<?> arguments) {
        for (Object argument : arguments) {
            boolean plain = argument instanceof String
                    || argument instanceof Number
                    || argument instanceof Boolean
                    || argument instanceof List<?> list && list.isEmpty()
                    || argument == RestrictedUnpickler.OPAQUE;
            if (!plain) {
                throw new PickleException("bytes or a number are made of something that is no text or number");
            }
        }
        return RestrictedUnpickler.OPAQUE;
    }

    private static TensorView tensor(List<?> arguments) {
        return tensor(arguments, null);
    }

    private static TensorView tensorWithType(List<?> arguments) {
        if (arguments.size() <= TYPE_ARGUMENT || !(arguments.get(TYPE_ARGUMENT) instanceof ElementType type)) {
            throw new PickleException("a tensor is described by arguments of the wrong kind");
        }
        return tensor(arguments, type);
    }

    /** Reads a tensor of {@code type}; null stands for the type of its storage. */
    private static TensorView tensor(List<?> arguments, ElementType type) {
        if (arguments.size() < TENSOR_ARGUMENTS
                || !(arguments.get(0) instanceof Storage storage)
                || !(arguments.get(1) instanceof Long offset)
                || !(arguments.get(2) instanceof List<?> shape)
                || !(arguments.get(3) instanceof List<?> strides)
                || shape.size() != strides.size()
                || shape.size() > MAX_DIMENSIONS) {
            throw new PickleException("a tensor is described by arguments of the wrong kind");
        }
        TensorView view =
                new TensorView(storage, type == null ? storage.type() : type, offset, numbers(shape), numbers(strides));
        view.requireInside();
        return view;
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

    private static Object parameter(List<?> arguments) {
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
        if (elements > MAX_ELEMENTS) {
            throw new PickleException("storage " + key + " claims " + elements + " elements");
        }
        Storage storage = new Storage(type, key, elements);
        Storage before = storages.putIfAbsent(key, storage);
        if (before != null && !before.equals(storage)) {
            throw new PickleException("storage " + key + " is declared in two ways");
        }
        return storage;
    }
}
