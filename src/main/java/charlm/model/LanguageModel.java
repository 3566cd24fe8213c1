package charlm.model;

import charlm.data.MicroBatch;
import charlm.nn.AttentionCache;
import charlm.nn.AttentionMap;
import charlm.nn.LayerNorm;
import charlm.nn.Linear;
import charlm.nn.ModelConfig;
import charlm.nn.NetworkBuilder;
import charlm.nn.ParameterSet;
import charlm.nn.Pass;
import charlm.nn.SharedPrefix;
import charlm.nn.TokenEmbedding;
import charlm.tensor.Engine;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network that gives every position of a sequence logits for the next token: embedding, a trunk of blocks (what the
 * variants differ in), final layer norm and head. The last block runs only on the tail of every row, its positions from
 * the first on that is scored or asked for, and the head only on those that are.
 */
public abstract sealed class LanguageModel permits VanillaDecoder, PerceiverAR {
    private final ModelConfig config;
    private final Engine engine;
    private final double dropoutRate;
    private final Pass pass;
    private final ScoredPositions headRows = new ScoredPositions();
    private final TokenEmbedding embedding;
    private final LayerNorm finalNorm;
    private final Linear head;
    private ParameterSet parameters;
    private Tensor dScored; // taken by every pass, so that those of one shape take the same

    /** Declares what both variants have; the subclass declares its trunk, then calls {@link #bindParameters}. */
    LanguageModel(ModelConfig config, Engine engine, NetworkBuilder network) {
        this.config = config;
        this.engine = engine;
        dropoutRate = network.dropoutRate();
        pass = new Pass(engine);
        embedding = new TokenEmbedding(network, config.vocabSize(), config.blockSize(), config.embedDim());
        finalNorm = new LayerNorm(network, "ln_f", config.embedDim());
        head = Linear.withoutBias(network, "head", config.embedDim(), config.vocabSize());
    }

    final void bindParameters(NetworkBuilder network) {
        parameters = new ParameterSet(network, engine);
    }

    /**
     * Returns a network of {@code config} whose parameters are all 0: initialise or load them.
     *
     * @param dropoutRate of every dropout site, while training
     */
    public static LanguageModel create(ModelConfig config, Engine engine, double dropoutRate) {
        return create(config, engine, new NetworkBuilder(dropoutRate));
    }

    private static LanguageModel create(ModelConfig config, Engine engine, NetworkBuilder network) {
        return switch (config.variant()) {
            case VANILLA -> new VanillaDecoder(config, engine, network);
            case PERCEIVER -> new PerceiverAR(config, engine, network);
        };
    }

    /**
     * Returns a second network over the same parameter values, with gradients and buffers of its own, that computes on
     * {@code engine}: both may run at once as long as nothing writes the values.
     */
    public LanguageModel replica(Engine engine) {
        return create(config, engine, NetworkBuilder.sharing(dropoutRate, parameters.values()));
    }

    /** Returns how what the inner blocks work on is packed when the pass's rows are {@code rows}. */
    abstract PackedSequences innerRows(PackedSequences rows);

    /** Takes x0 (N, C), returns (n, C) of the pass's tail. */
    abstract Tensor trunk(Tensor x0, Pass pass);

    /** Takes dOut (n, C), which may be overwritten, adds to the parameters' gradients and returns dX0 (N, C). */
    abstract Tensor trunkBackward(Tensor dOut, Pass pass);

    /** Returns the maps of the trunk's attentions in the forward pass before. */
    abstract List<AttentionMap> trunkAttention(Pass pass);

    /** Returns how many layers keep what they read while decoding. */
    abstract int keptLayers();

    /** Returns how many positions such a layer keeps at most. */
    abstract int keptPositions();

    /**
     * Takes x0 (B*T, C) of the first positions of the rows from {@code firstRow} on, and keeps what later ones need.
     *
     * @param rows what those positions have in common
     */
    abstract void trunkRead(Tensor x0, SharedPrefix rows, int firstRow, List<AttentionCache> memories, Pass pass);

    /** Takes x0 (B, C) of one position, all before it being kept in {@code memories}, returns (B, C). */
    abstract Tensor trunkNext(Tensor x0, int position, List<AttentionCache> memories, Pass pass);

    /** Makes room for decoding up to {@code rows} sequences side by side, at most {@code capacity} positions long. */
    public Decoding startDecoding(int rows, int capacity) {
        return new Decoding(this, rows, capacity);
    }

    final Tensor embed(int[] ids, Pass pass) {
        return embedding.forward(ids, pass);
    }

    final Tensor embedNext(int[] ids, int position, Pass pass) {
        return embedding.decodeStep(ids, position, pass);
    }

    /** Takes x (R, C), returns logits (R, V). */
    final Tensor headForward(Tensor x, Pass pass) {
        return head.forwardFull(finalNorm.forward(x, pass), pass);
    }

    /**
     * Runs a group of rows forward and backward and adds to the gradients.
     *
     * @param gradientScale 1 / (scored targets of the whole batch) makes the gradients those of the batch's mean loss
     * @param seed with {@code step}, the group's row ids and the place in the network, decides what dropout drops
     * @return the sum over the group's scored targets of -log p[target], in nats
     */
    public double accumulateGradients(MicroBatch group, double gradientScale, long seed, long step) {
        headRows.selectScored(group);
        PackedSequences rows = group.sequences();
        pass.beginTraining(rows, innerRows(rows), group.tail(), headRows.shape(), group.sequenceIds(), seed, step);
        Tensor scored = scored(trunk(embedding.forward(group.inputs(), pass), pass));
        pass.beginScratch();
        Tensor logits = headForward(scored, pass);
        Tensor dLogits = pass.takeActivation(logits.dim(0), logits.dim(1));
        double loss = engine.crossEntropy(logits, headRows.targets(), headRows.count(), gradientScale, dLogits);
        finalNorm.backward(head.backward(dLogits, pass), dScored, pass); // (R, V) -> (R, C)
        pass.endScratch();
        embedding.backward(trunkBackward(scoredBackward(), pass), pass);
        return loss;
    }

    /** Takes x (n, C) of the tail, returns (R, C) of the positions that reach the head. */
    private Tensor scored(Tensor x) {
        dScored = pass.take(headRows.padded(), config.embedDim());
        if (headRows.isAll()) {
            return x;
        }
        Tensor chosen = pass.take(headRows.padded(), config.embedDim());
        engine.gatherRows(x, headRows.indices(), headRows.count(), chosen);
        return chosen;
    }

    /** Returns the gradient of the tail (n, C). */
    private Tensor scoredBackward() {
        if (headRows.isAll()) {
            return dScored;
        }
        Tensor dX = pass.take(pass.tail().matrixRows(), config.embedDim());
        engine.scatterRows(dScored, headRows.indices(), headRows.count(), dX);
        return dX;
    }

    /** Returns how many rows the head computes for {@code group}: those that are scored, and what pads them. */
    public static int headRows(MicroBatch group) {
        ScoredPositions rows = new ScoredPositions();
        rows.selectScored(group);
        return rows.padded();
    }

    /**
     * Returns logits (count or more, V) of some positions, without dropout; valid until the next pass.
     *
     * @param ids batch * length ids, row by row
     * @param positions indices into {@code ids} of the positions to score, distinct
     */
    public Tensor logits(int[] ids, int batch, int length, int[] positions) {
        if (length > config.blockSize()) {
            throw new IllegalArgumentException(
                    "a context of " + length + " does not fit blockSize=" + config.blockSize());
        }
        PackedSequences rows = PackedSequences.uniform(batch, length);
        PackedSequences tail = rows.from(firstAsked(positions, batch, length));
        headRows.select(positions, length, tail);
        pass.beginInference(rows, innerRows(rows), tail, headRows.shape());
        return headForward(scored(trunk(embedding.forward(ids, pass), pass)), pass);
    }

    private static int[] firstAsked(int[] positions, int batch, int length) {
        int[] first = new int[batch];
        Arrays.fill(first, length - 1);
        for (int position : positions) {
            first[position / length] = Math.min(first[position / length], position % length);
        }
        return first;
    }

    /**
     * Returns how every attention spreads its weights over {@code ids}, at most blockSize of them, from the input on;
     * without dropout.
     */
    public List<AttentionMap> attentionMaps(int... ids) {
        logits(ids, 1, ids.length, IntStream.range(0, ids.length).toArray());
        return trunkAttention(pass);
    }

    public ModelConfig config() {
        return config;
    }

    public Engine engine() {
        return engine;
    }

    public ParameterSet parameters() {
        return parameters;
    }
}
