package charlm.tensor.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * A call of a {@link Kernel}: its arguments, each a view of a tensor, in the kernel's order, and what is done to the
 * result. All of it but the addresses is the key of the primitive to run. Filling it allocates nothing.
 */
final class Call {
    private static final int MAX_ARGUMENTS = 10;
    private static final int MAX_KEY_PARTS = 64;
    private static final float NO_SCALE = Float.NaN;
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L; // odd, its bits evenly mixed: 2^64 by the golden ratio

    private final Kernel kernel;
    private final long[] key = new long[MAX_KEY_PARTS];
    private int keySize;
    private final NumberType[] types = new NumberType[MAX_ARGUMENTS];
    private final long[] addresses = new long[MAX_ARGUMENTS];
    private final int[] axes = new int[MAX_ARGUMENTS + 1]; // where in the key those of an argument begin
    private int arguments;
    private float scale;
    private float accumulated;
    private algorithm operation; // of the result with the last argument

    Call(Kernel kernel) {
        this.kernel = kernel;
    }

    Call begin() {
        keySize = 0;
        arguments = 0;
        scale = NO_SCALE;
        accumulated = 0;
        operation = null;
        return this;
    }

    /** Names the next argument: a tensor as it lies. */
    Call on(Tensor tensor) {
        at(tensor, 0);
        for (int axis = 0; axis < tensor.rank(); axis++) {
            axis(tensor.dim(axis), tensor.stride(axis));
        }
        return this;
    }

    /** Names the next argument: the transpose of a matrix. */
    Call onTransposed(Tensor matrix) {
        return at(matrix, 0).axis(matrix.dim(1), matrix.stride(1)).axis(matrix.dim(0), matrix.stride(0));
    }

    /** Names the next argument: a vector as a matrix of one row. */
    Call onRow(Tensor vector) {
        return onMatrix(vector, 0, 1, vector.length());
    }

    /** Names the next argument: (rows, columns) elements that lie one after the other from element {@code from} on. */
    Call onMatrix(Tensor tensor, long from, long rows, long columns) {
        return at(tensor, from).axis(rows, columns).axis(columns, 1);
    }

    /**
     * Begins the next argument at element {@code from} of the memory from the tensor's first element on; axes follow.
     */
    Call at(Tensor tensor, long from) {
        NumberType type = tensor.dataType();
        types[arguments] = type;
        addresses[arguments] = HostMemory.pointer(tensor).address() + from * type.width();
        part(-1L - type.ordinal()); // negative, so that no two lists of arguments have one key
        axes[arguments++] = keySize;
        axes[arguments] = keySize;
        return this;
    }

    /** Adds an axis to the argument. */
    Call axis(long extent, long stride) {
        part(extent);
        part(stride);
        axes[arguments] = keySize;
        return this;
    }

    /** Multiplies the result by {@code factor}, unless that is 1. */
    Call scaled(double factor) {
        return factor == 1 ? this : multipliedBy(factor);
    }

    /** Multiplies the result by {@code factor}. */
    Call multipliedBy(double factor) {
        scale = (float) factor;
        return this;
    }

    /** Adds {@code factor} times what the output holds to the result, after the scaling. */
    Call accumulating(double factor) {
        accumulated = (float) factor;
        return this;
    }

    /** Applies {@code operation} to the result and the next argument, which is the last. */
    Call then(algorithm operation) {
        this.operation = operation;
        return this;
    }

    /** Runs the kernel and waits for it. */
    void run() {
        part(Float.floatToIntBits(scale));
        part(Float.floatToIntBits(accumulated));
        part(operation == null ? 0 : operation.value);
        kernel.run();
    }

    private void part(long part) {
        key[keySize++] = part;
    }

    int hash() {
        return hash(key, keySize);
    }

    static int hash(long[] key, int size) {
        long hash = size;
        for (int i = 0; i < size; i++) {
            hash = (hash ^ key[i]) * HASH_FACTOR;
            hash ^= hash >>> Integer.SIZE;
        }
        return (int) hash;
    }

    boolean matches(long[] other) {
        return Arrays.equals(key, 0, keySize, other, 0, other.length);
    }

    long[] key() {
        return Arrays.copyOf(key, keySize);
    }

    int arguments() {
        return arguments;
    }

    /** Returns the number of arguments without that of {@link #then}. */
    int ownArguments() {
        return operation == null ? arguments : arguments - 1;
    }

    long address(int argument) {
        return addresses[argument];
    }

    memory.desc layout(int argument) {
        int from = axes[argument];
        int nextFrom = argument + 1 < arguments ? axes[argument + 1] - 1 : axes[arguments];
        long[] extents = new long[(nextFrom - from) / 2];
        long[] strides = new long[extents.length];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = key[from + 2 * axis];
            strides[axis] = key[from + 2 * axis + 1];
        }
        return Dnnl.layout(types[argument], extents, strides);
    }

    /**
     * Returns what is done to the result as oneDNN's attributes, and sets the number of the argument that takes part.
     */
    primitive_attr attributes(memory.desc[] layouts, int[] numbers) {
        post_ops operations = new post_ops();
        if (!Float.isNaN(scale)) {
            operations.append_eltwise(algorithm.eltwise_linear, scale, 0);
        }
        if (accumulated != 0) {
            operations.append_sum(accumulated, 0, memory.data_type.undef);
        }
        if (operation != null) {
            operations.append_binary(operation, layouts[arguments - 1]);
            numbers[arguments - 1] = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * operations.len() | DNNL_ARG_SRC_1;
        }
        primitive_attr attributes = Dnnl.deterministic();
        attributes.set_post_ops(operations);
        return attributes;
    }
}
