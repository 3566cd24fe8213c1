package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Memory that an operation needs only while it runs: grows to the largest request, then stays. The windows handed out are
 * kept too, so that asking again allocates nothing.
 */
final class Scratch {
    private final DataType type;
    private Tensor memory;
    private final List<Tensor> windows = new ArrayList<>();

    Scratch(DataType type) {
        this.type = type;
    }

    /** Returns vector {@code number} of a row of vectors of {@code width} elements; its contents are undefined. */
    Tensor vector(int number, long width) {
        return window((number + 1) * width, number * width, width);
    }

    /** Returns a matrix over the start of the memory; its contents are undefined. */
    Tensor matrix(long rows, long columns) {
        return window(rows * columns, 0, rows, columns);
    }

    /** Returns a tensor shaped like {@code other}, contiguous, over the start of the memory; its contents are undefined. */
    Tensor like(Tensor other) {
        for (int i = 0; i < windows.size(); i++) {
            Tensor known = windows.get(i);
            if (other.rank() == 4 && known.hasShape(other.dim(0), other.dim(1), other.dim(2), other.dim(3))) {
                return known;
            }
        }
        return window(other.length(), 0, other.shape());
    }

    private Tensor window(long needed, long offset, long... shape) {
        reserve(needed);
        for (int i = 0; i < windows.size(); i++) {
            Tensor known = windows.get(i);
            if (known.offset() == offset && hasShape(known, shape)) {
                return known;
            }
        }
        Tensor fresh = memory.slice(offset, shape);
        windows.add(fresh);
        return fresh;
    }

    private static boolean hasShape(Tensor tensor, long... shape) {
        if (tensor.rank() != shape.length) {
            return false;
        }
        for (int axis = 0; axis < shape.length; axis++) {
            if (tensor.dim(axis) != shape[axis]) {
                return false;
            }
        }
        return true;
    }

    private void reserve(long elements) {
        if (memory == null || memory.length() < elements) {
            memory = AlignedMemory.allocate(type, elements);
            windows.clear();
        }
    }
}
