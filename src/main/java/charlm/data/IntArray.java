package charlm.data;

import java.util.Arrays;

/** A growing array of ints. */
final class IntArray {
    /** The largest array of the JVM. */
    static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private static final int FIRST_CAPACITY = 1 << 10;

    private int[] values = new int[FIRST_CAPACITY];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, (int) Math.min(MAX_SIZE, size + size / 2L));
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    int[] range(int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    int size() {
        return size;
    }
}
