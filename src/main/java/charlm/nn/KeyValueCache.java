package charlm.nn;

import charlm.tensor.Engine;
import charlm.tensor.Tensor;

/** The keys and values of one attention layer for every position decoded so far, for a batch of rows of one length. */
public final class KeyValueCache {
    private final Tensor keys;
    private final Tensor values;
    private final Tensor[] slots;
    private int length;

    /** Makes room for {@code capacity} positions of {@code rows} rows, of keys and values of {@code width} each. */
    public KeyValueCache(Engine engine, int rows, int capacity, int width) {
        long pair = 2L * width; // a position's key and its value lie side by side
        Tensor memory = engine.allocate(rows, capacity * pair);
        Tensor positions = memory.reshape((long) rows * capacity, pair);
        keys = positions.columns(0, width);
        values = positions.columns(width, pair);
        slots = new Tensor[capacity];
        for (int position = 0; position < capacity; position++) {
            slots[position] = memory.columns(position * pair, (position + 1) * pair);
        }
    }

    /** Returns where the next position's keys and values go, (rows, 2C), and counts it as kept. */
    Tensor append() {
        return slots[length++];
    }

    /** Returns the keys, (rows * capacity, C). */
    Tensor keys() {
        return keys;
    }

    /** Returns the values, (rows * capacity, C). */
    Tensor values() {
        return values;
    }

    /** Returns how many positions are kept. */
    int length() {
        return length;
    }
}
