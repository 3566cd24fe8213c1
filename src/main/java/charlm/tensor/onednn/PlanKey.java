package charlm.tensor.onednn;

import charlm.tensor.RandomStream;
import charlm.tensor.Tensor;
import java.util.Arrays;

/** A reusable key: an operation with the shapes and strides it runs on. Filling it allocates nothing. */
final class PlanKey {
    private static final int CAPACITY = 48;

    private final long[] parts = new long[CAPACITY];
    private int size;

    /** Starts a key for {@code operation}. */
    PlanKey of(Operation operation) {
        size = 0;
        return add(operation.ordinal());
    }

    /** Starts a key from the parts of another. */
    PlanKey of(long[] other) {
        System.arraycopy(other, 0, parts, 0, other.length);
        size = other.length;
        return this;
    }

    PlanKey add(long part) {
        parts[size++] = part;
        return this;
    }

    /** Adds a fraction by its bits. */
    PlanKey add(double part) {
        return add(Double.doubleToRawLongBits(part));
    }

    /** Adds the type, the extents and the strides of {@code tensor}. */
    PlanKey add(Tensor tensor) {
        add(tensor.dataType().ordinal());
        for (int axis = 0; axis < tensor.rank(); axis++) {
            add(tensor.dim(axis)).add(tensor.stride(axis));
        }
        return this;
    }

    long[] copy() {
        return Arrays.copyOf(parts, size);
    }

    boolean matches(long[] other) {
        return Arrays.equals(parts, 0, size, other, 0, other.length);
    }

    int hash() {
        long hash = size;
        for (int i = 0; i < size; i++) {
            hash = RandomStream.mix(hash ^ parts[i]);
        }
        return (int) (hash ^ hash >>> Integer.SIZE);
    }
}
