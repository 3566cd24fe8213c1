package charlm.train;

import java.util.Locale;

/** The optimisers. */
public enum OptimizerKind {
    /** AdamW for everything, as the reference does. */
    ADAMW,
    /** Muon for the matrices within the blocks, AdamW for embeddings, head, gains and biases. */
    MUON;

    /** Returns the word the command line and the files use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
