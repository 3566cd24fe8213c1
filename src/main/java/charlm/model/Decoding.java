package charlm.model;

import charlm.nn.AttentionCache;
import charlm.nn.Pass;
import charlm.nn.SharedPrefix;
import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of one length that grow side by side, a token each at a time. What the layers read at the positions before is
 * kept, so that a token costs one position and not the whole sequence again. Reused from one set of sequences to the next.
 */
public final class Decoding implements AutoCloseable {
    private static final int ROWS_READ_TOGETHER = 16; // as many as leave a layer's activations in the cache

    private final LanguageModel model;
    private final int mostRows;
    private final int capacity;
    private final List<AttentionCache> caches = new ArrayList<>();
    private final Pass keeping;
    private final Pass reading;
    private int rows;
    private Pass pass;
    private Tensor x;
    private int position;

    /** Makes room for sequences of up to {@code capacity} tokens, at most the model's blockSize. */
    Decoding(LanguageModel model, int rows, int capacity) {
        if (rows < 1 || capacity < 1 || capacity > model.config().blockSize()) {
            throw new IllegalArgumentException("cannot decode " + rows + " rows of " + capacity
                    + " tokens with blockSize=" + model.config().blockSize());
        }
        Engine engine = model.engine();
        if (engine.isMixed()) {
            throw new IllegalArgumentException("decoding computes in full precision, this engine in mixed");
        }
        this.model = model;
        this.mostRows = rows;
        this.rows = rows;
        this.capacity = capacity;
        int cached = Math.min(capacity, model.config().innerPositions());
        for (int i = 0; i < model.config().numLayers(); i++) {
            caches.add(new AttentionCache(engine, rows, cached, model.config().embedDim()));
        }
        keeping = new Pass(engine);
        reading = new Pass(engine);
    }

    /** Starts anew with {@code rows} empty sequences, at most as many as there is room for. */
    public void begin(int rows) {
        if (rows < 1 || !hasRoomFor(rows)) {
            throw new IllegalArgumentException("cannot decode " + rows + " rows where there is room for " + mostRows);
        }
        this.rows = rows;
        position = 0;
        caches.forEach(cache -> cache.begin(rows));
    }

    /** Returns whether that many sequences fit side by side. */
    public boolean hasRoomFor(int rows) {
        return rows <= mostRows;
    }

    /** Returns whether there is room for another token. */
    public boolean hasRoom() {
        return position < capacity;
    }

    /** Reads the first {@code length} tokens of every row at once, ids being rows * length of them, row by row. */
    public void read(int[] ids, int length) {
        if (position > 0 || length < 1 || length > capacity || ids.length != rows * length) {
            throw new IllegalArgumentException("got " + ids.length + " tokens for the first " + length + " of " + rows
                    + " rows with " + position + " of " + capacity + " positions taken");
        }
        int shared = SharedPrefix.of(ids, length);
        for (int row = 0; row < rows; row += ROWS_READ_TOGETHER) {
            int count = Math.min(rows - row, ROWS_READ_TOGETHER);
            SharedPrefix prefix = new SharedPrefix(count, length, shared);
            PackedSequences packed = prefix.expanded();
            keeping.beginInference(packed, model.innerRows(packed), packed, prefix.packedRows());
            int[] some = Arrays.copyOfRange(ids, row * length, (row + count) * length);
            model.trunk().prefill(model.embed(some, keeping), prefix, row, caches, keeping);
        }
        position = length;
    }

    /** Appends one token to every row. */
    public void append(int... ids) {
        if (!hasRoom() || ids.length != rows) {
            throw new IllegalArgumentException("got " + ids.length + " tokens for " + rows + " rows with " + position
                    + " of " + capacity + " positions taken");
        }
        // Once every latent is made, a pass takes other buffers than before.
        pass = position < model.config().innerPositions() ? keeping : reading;
        PackedSequences packed = PackedSequences.uniform(rows, 1);
        pass.beginInference(packed, packed, packed, 0); // not shaped as a read of as many positions
        x = model.trunk().decodeStep(model.embedNext(ids, position, pass), position, caches, pass);
        position++;
    }

    /** Returns the logits (rows, V) of the token after the last one appended; valid until the next append. */
    public Tensor logits() {
        return model.headForward(x, pass);
    }

    /** Frees what the layers have kept and computed in, the last logits too. */
    @Override
    public void close() {
        caches.forEach(AttentionCache::close);
        keeping.close();
        reading.close();
    }

    /** Goes on with some rows alone, given by their numbers in rising order; they are numbered anew. */
    public void keepRows(int... kept) {
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] < 0 || kept[i] >= rows || i > 0 && kept[i] <= kept[i - 1]) {
                throw new IllegalArgumentException("cannot keep rows " + Arrays.toString(kept) + " of " + rows);
            }
        }
        caches.forEach(cache -> cache.keepSequences(kept));
        rows = kept.length;
    }
}
