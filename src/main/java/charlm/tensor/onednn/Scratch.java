package charlm.tensor.onednn;

import charlm.tensor.NumberType;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that an operation needs only while it runs: grows to the largest request, then stays. So do the windows handed
 * out, so that asking again allocates nothing.
 */
final class Scratch {
    private final NumberType type;
    private Tensor memory;
    private final List<Tensor> windows = new ArrayList<>();

    Scratch(NumberType type) {
        this.type = type;
    }

    /** Returns vector {@code number} of a row of vectors of {@code width} elements; its contents are undefined. */
    Tensor vector(int number, long width) {
        reserve((number + 1) * width);
        long from = number * width;
        for (int i = 0; i < windows.size(); i++) {
            Tensor known = windows.get(i);
            if (known.hasShape(width) && known.offset() == memory.offset() + from) {
                return known;
            }
        }
        return keep(memory.slice(from, width));
    }

    /** Returns a matrix over the start of the memory; its contents are undefined. */
    Tensor matrix(long rows, long columns) {
        reserve(rows * columns);
        for (int i = 0; i < windows.size(); i++) {
            Tensor known = windows.get(i);
            if (known.hasShape(rows, columns)) {
                return known;
            }
        }
        return keep(memory.slice(0, rows, columns));
    }

    /** Returns the memory itself, a vector of at least {@code elements}; its contents are undefined. */
    Tensor take(long elements) {
        reserve(elements);
        return memory;
    }

    private Tensor keep(Tensor window) {
        windows.add(window);
        return window;
    }

    private void reserve(long elements) {
        if (memory == null || memory.length() < elements) {
            memory = AlignedMemory.allocate(type, elements);
            windows.clear();
        }
    }
}
