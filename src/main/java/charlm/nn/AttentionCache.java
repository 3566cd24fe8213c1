package charlm.nn;

import charlm.tensor.Engine;
import charlm.tensor.Tensor;

/**
 * The cache of one attention layer for a batch of sequences of one length: its normalised input at every position so far,
 * of which the decode step makes keys and values. That takes half the memory of both, and no more work.
 */
public final class AttentionCache implements AutoCloseable {
    private final Engine engine;
    private final int capacity;
    private final int width;
    private final Tensor all; // (sequences, capacity * C)
    private final Tensor[] slots; // of each position, (sequences, C)
    private Tensor positions; // (sequences * capacity, C)
    private int length;

    /** Makes a cache of {@code capacity} positions, {@code width} each. */
    public AttentionCache(Engine engine, int sequences, int capacity, int width) {
        this.engine = engine;
        this.capacity = capacity;
        this.width = width;
        all = engine.allocate(sequences, (long) capacity * width);
        slots = new Tensor[capacity];
        use(sequences);
    }

    private void use(int sequences) {
        Tensor used = all.rows(0, sequences);
        positions = used.reshape((long) sequences * capacity, width);
        for (int position = 0; position < capacity; position++) {
            slots[position] = used.columns((long) position * width, (position + 1L) * width);
        }
    }

    /** Appends the next position of every sequence, x (B, C). */
    void append(Tensor x) {
        engine.copy(x, slots[length++]);
    }

    /** Fills in the first {@code count} positions of the sequences from {@code firstSequence} on, x (B * count, C). */
    void prefill(int firstSequence, Tensor x, int count) {
        long sequences = x.dim(0) / count;
        engine.copy(
                x.reshape(sequences, (long) count * width),
                beginnings(firstSequence, firstSequence + sequences, count));
        length = count;
    }

    /** Goes on with some sequences alone, in rising order. */
    public void keepSequences(int... kept) {
        for (int to = 0; to < kept.length; to++) {
            if (kept[to] != to) {
                engine.copy(beginnings(kept[to], kept[to] + 1L, length), beginnings(to, to + 1L, length));
            }
        }
        use(kept.length);
    }

    private Tensor beginnings(long from, long to, int count) {
        return all.rows(from, to).columns(0, (long) count * width);
    }

    @Override
    public void close() {
        all.free();
    }

    /** Returns all positions, (B * capacity, C), of which the first {@link #length()} of each sequence are filled. */
    Tensor positions() {
        return positions;
    }

    /** Returns how many positions of each sequence are filled. */
    int length() {
        return length;
    }
}
