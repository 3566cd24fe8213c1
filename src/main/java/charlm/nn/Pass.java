package charlm.nn;

import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.PassShape;
import charlm.tensor.Tensor;
import charlm.tensor.Workspace;

/**
 * The workspace of one pass over a microbatch, with the engine that computes it, its sizes, and the numbers that its
 * dropout masks depend on. Reused from pass to pass.
 */
public final class Pass extends Workspace {
    private final Engine engine;
    private PassShape shape;
    private SharedPrefix prefix; // null but in a prefill
    private int[] sequenceIds; // null but in training
    private long seed;
    private long step;

    public Pass(Engine engine) {
        super(engine);
        this.engine = engine;
    }

    /**
     * Starts a training pass.
     *
     * @param sequenceIds the index of each sequence in the whole batch
     */
    public void beginTraining(PassShape shape, int[] sequenceIds, long seed, long step) {
        begin(shape, null, sequenceIds);
        this.seed = seed;
        this.step = step;
    }

    /** Starts a pass without dropout and without a backward pass. */
    public void beginInference(PassShape shape) {
        begin(shape, null, null);
    }

    /** Starts an inference whose inner layers compute the positions of {@code prefix} packed. */
    public void beginPrefill(PassShape shape, SharedPrefix prefix) {
        begin(shape, prefix, null);
    }

    private void begin(PassShape shape, SharedPrefix prefix, int[] sequenceIds) {
        this.shape = shape;
        this.prefix = prefix;
        this.sequenceIds = sequenceIds;
        begin(shape);
    }

    /** In a prefill, (P + B*(T-P), C) -> (B*T, C); otherwise {@code x} itself. */
    Tensor expand(Tensor x) {
        return prefix == null ? x : prefix.expand(x, this);
    }

    /** In a prefill, (B*T, C) -> (P + B*(T-P), C); otherwise {@code x} itself. */
    public Tensor pack(Tensor x) {
        return prefix == null ? x : prefix.pack(x, this);
    }

    public Engine engine() {
        return engine;
    }

    /** Returns the packing of the sequences that this pass computes. */
    public PackedSequences sequences() {
        return shape.sequences();
    }

    /** Returns the packing of the positions that the inner layers compute: the latents, or all. */
    public PackedSequences inner() {
        return shape.inner();
    }

    /** Returns the packing of the positions that the last layer computes: of each sequence from the first needed on. */
    public PackedSequences tail() {
        return shape.tail();
    }

    boolean training() {
        return sequenceIds != null;
    }

    int[] sequenceIds() {
        return sequenceIds;
    }

    long seed() {
        return seed;
    }

    long step() {
        return step;
    }
}
