package charlm.nn;

import charlm.tensor.Engine;
import charlm.tensor.Tensor;

/**
 * What one attention layer has read so far, for a batch of rows of one length: its normalised input, of which keys and
 * values are made when they are needed. Half the memory of both, and as much work.
 */
public final class AttentionCache implements AutoCloseable {
    private final Engine engine;
    private final int capacity;
    private final int width;
    private final Tensor all;
    private final Tensor[] slots;
    private Tensor used;
    private Tensor positions;
    private int length;

    /** Makes room for {@code capacity} positions of up to {@code rows} rows, of {@code width} each. */
    public AttentionCache(Engine engine, int rows, int capacity, int width) {
        this.engine = engine;
        this.capacity = capacity;
        this.width = width;
        all = engine.allocate(rows, (long) capacity * width);
        slots = new Tensor[capacity];
        begin(rows);
    }

    /** Forgets everything and starts anew with {@code rows} rows. */
    public void begin(int rows) {
        length = 0;
        use(rows);
    }

    private void use(int rows) {
        if (used == null || used.dim(0) != rows) {
            used = all.rows(0, rows);
            positions = used.reshape((long) rows * capacity, width);
            for (int position = 0; position < capacity; position++) {
                slots[position] = used.columns((long) position * width, (position + 1L) * width);
            }
        }
    }

    /** Keeps the next position of every row, x (rows, C). */
    void append(Tensor x) {
        engine.copy(x, slots[length++]);
    }

    /** Keeps the first {@code count} positions of some rows from {@code firstRow} on, x (rows * count, C). */
    void fill(int firstRow, Tensor x, int count) {
        long rows = x.dim(0) / count;
        long columns = (long) count * width;
        engine.copy(
                x.reshape(rows, columns), all.rows(firstRow, firstRow + rows).columns(0, columns));
        length = count;
    }

    /** Goes on with some rows alone, in rising order. */
    public void keepSequences(int... rows) {
        long columns = (long) length * width;
        for (int to = 0; to < rows.length; to++) {
            int from = rows[to];
            if (from != to) {
                engine.copy(
                        all.rows(from, from + 1L).columns(0, columns),
                        all.rows(to, to + 1L).columns(0, columns));
            }
        }
        use(rows.length);
    }

    /** Frees what is kept. */
    @Override
    public void close() {
        all.free();
    }

    /** Returns all positions, (rows * capacity, C), of which {@link #length()} of each row are kept. */
    Tensor positions() {
        return positions;
    }

    /** Returns how many positions are kept. */
    int length() {
        return length;
    }
}
