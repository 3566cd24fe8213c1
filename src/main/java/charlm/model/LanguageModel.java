package charlm.model;

import charlm.data.MicroBatch;
import charlm.nn.AttentionMap;
import charlm.nn.LayerNorm;
import charlm.nn.Linear;
import charlm.nn.ModelConfig;
import charlm.nn.NetworkBuilder;
import charlm.nn.ParameterSet;
import charlm.nn.Pass;
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
public final class LanguageModel {
    private final ModelConfig config;
    private final Engine engine;
    private final double dropoutRate;
    private final Pass pass;
    private final ScoredPositions headRows = new ScoredPositions();
    private final Layers layers;
    private final ParameterSet parameters;
    private Tensor dScored; // taken by every pass, so that those of one shape take the same

    /** The layers, in the order in which their parameters are declared. */
    private record Layers(TokenEmbedding embedding, LayerNorm finalNorm, Linear head, Trunk trunk) {
        static Layers declare(NetworkBuilder network) {
            ModelConfig config = network.config();
            return new Layers(
                    new TokenEmbedding(network),
                    new LayerNorm(network, "ln_f"),
                    Linear.withoutBias(network, "head", config.embedDim(), config.vocabSize()),
                    Trunk.declare(network));
        }
    }

    private LanguageModel(NetworkBuilder network, Engine engine) {
        this.engine = engine;
        config = network.config();
        dropoutRate = network.dropoutRate();
        pass = new Pass(engine);
        layers = Layers.declare(network);
        parameters = new ParameterSet(network, engine);
    }

    /**
     * Returns a network of {@code config} whose parameters are all 0: initialise or load them.
     *
     * @param dropoutRate of every dropout site, while training
     */
    public static LanguageModel create(ModelConfig config, Engine engine, double dropoutRate) {
        return new LanguageModel(new NetworkBuilder(config, dropoutRate), engine);
    }

    /**
     * Returns a second network over the same parameter values, with gradients and buffers of its own, that computes on
     * {@code engine}: both may run at once as long as nothing writes the values.
     */
    public LanguageModel replica(Engine engine) {
        return new LanguageModel(NetworkBuilder.sharing(config, dropoutRate, parameters.values()), engine);
    }

    /**
     * Returns how many parameters a network of {@code config} has, without memory for them: exactly up to 2^53, which no
     * memory holds, and {@link Long#MAX_VALUE} beyond 2^63.
     */
    public static long parameterCount(ModelConfig config) {
        int few = ModelConfig.PERCEIVER_ENDS; // a count for each of any number of layers would take as long
        double ofFew = declaredCount(config.withLayers(few));
        double ofOneLayer = declaredCount(config.withLayers(few + 1)) - ofFew;
        return (long) (ofFew + (config.numLayers() - few) * ofOneLayer);
    }

    private static double declaredCount(ModelConfig config) {
        NetworkBuilder network = new NetworkBuilder(config, 0);
        Layers.declare(network);
        return network.parameterCount();
    }

    /** Returns how what the inner blocks work on is packed when the pass's rows are {@code rows}. */
    PackedSequences innerRows(PackedSequences rows) {
        return rows.first(config.innerPositions());
    }

    Trunk trunk() {
        return layers.trunk;
    }

    /** Makes room for decoding up to {@code rows} sequences side by side, at most {@code capacity} positions long. */
    public Decoding startDecoding(int rows, int capacity) {
        return new Decoding(this, rows, capacity);
    }

    Tensor embed(int[] ids, Pass pass) {
        return layers.embedding.forward(ids, pass);
    }

    Tensor embedNext(int[] ids, int position, Pass pass) {
        return layers.embedding.decodeStep(ids, position, pass);
    }

    /** Takes x (R, C), returns logits (R, V). */
    Tensor headForward(Tensor x, Pass pass) {
        return layers.head.forwardFull(layers.finalNorm.forward(x, pass), pass);
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
        Tensor scored = scored(layers.trunk.forward(embed(group.inputs(), pass), pass));
        pass.beginScratch();
        Tensor logits = headForward(scored, pass);
        Tensor dLogits = pass.takeActivation(logits.dim(0), logits.dim(1));
        double loss = engine.crossEntropy(logits, headRows.targets(), headRows.count(), gradientScale, dLogits);
        layers.finalNorm.backward(layers.head.backward(dLogits, pass), dScored, pass); // (R, V) -> (R, C)
        pass.endScratch();
        layers.embedding.backward(layers.trunk.backward(scoredBackward(), pass), pass);
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
        return headForward(scored(layers.trunk.forward(embed(ids, pass), pass)), pass);
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
        return layers.trunk.attentionMaps(pass);
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
