package charlm.model;

import charlm.nn.KeyValueCache;
import charlm.nn.Pass;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Sequences of one length that grow side by side, a token each at a time. The keys and values of the positions before
 * are kept, so that a token costs one position and not the whole sequence again.
 */
public final class Decoding {
    private final LanguageModel model;
    private final int rows;
    private final int capacity;
    private final List<KeyValueCache> caches = new ArrayList<>();
    private final Pass keeping;
    private final Pass reading;
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
        if (engine.activationType() != engine.dataType()) {
            throw new IllegalArgumentException("decoding computes in full precision, this engine in mixed");
        }
        this.model = model;
        this.rows = rows;
        this.capacity = capacity;
        int kept = Math.min(capacity, model.keptPositions());
        for (int i = 0; i < model.keptLayers(); i++) {
            caches.add(new KeyValueCache(engine, rows, kept, model.config().embedDim()));
        }
        keeping = new Pass(engine);
        reading = new Pass(engine);
    }

    /** Returns whether there is room for another token. */
    public boolean hasRoom() {
        return position < capacity;
    }

    /** Appends one token to every row. */
    public void append(int... ids) {
        if (!hasRoom() || ids.length != rows) {
            throw new IllegalArgumentException("got " + ids.length + " tokens for " + rows + " rows with " + position
                    + " of " + capacity + " positions taken");
        }
        // Once every latent is made, a pass takes other buffers than before.
        pass = position < model.keptPositions() ? keeping : reading;
        pass.beginInference(rows, 1, rows);
        x = model.trunkNext(model.embedNext(ids, position, pass), position, caches, pass);
        position++;
    }

    /** Returns the logits (rows, V) of the token after the last one appended; valid until the next append. */
    public Tensor logits() {
        return model.headNext(x, pass);
    }
}
