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
import charlm.tensor.PassShape;
import charlm.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network that gives every position of a sequence logits for the next token: embedding, a trunk of blocks (what the
 * variants differ in), final layer norm and head. The last block computes only the tail of every sequence, its positions
 * from the first scored one on, and the head only the scored positions.
 */
public final class LanguageModel {
    private final NetworkBuilder network;
    private final ModelConfig config;
    private final Engine engine;
    private final Pass pass;
    private final ScoredPositions scored = new ScoredPositions();
    private final Layers layers;
    private final ParameterSet parameters;

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
        this.network = network;
        this.engine = engine;
        config = network.config();
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
        return new LanguageModel(network.sharing(parameters.values()), engine);
    }

    /**
     * Returns the number of parameters of a network of {@code config}, without memory for them: exactly up to 2^53, and
     * {@link Long#MAX_VALUE} beyond 2^63.
     */
    public static long parameterCount(ModelConfig config) {
        int few = ModelConfig.PERCEIVER_ENDS; // a file may claim any number of layers, too many to declare
        double ofFew = declaredCount(config.withLayers(few));
        double ofOneLayer = declaredCount(config.withLayers(few + 1)) - ofFew;
        return (long) (ofFew + (config.numLayers() - few) * ofOneLayer);
    }

    private static double declaredCount(ModelConfig config) {
        NetworkBuilder network = new NetworkBuilder(config, 0);
        Layers.declare(network);
        return network.parameterCount();
    }

    private PassShape shape(PackedSequences sequences, PackedSequences tail, int headRows) {
        return new PassShape(sequences, sequences.first(config.innerPositions()), tail, headRows);
    }

    /**
     * Runs a microbatch forward and backward and adds to the gradients.
     *
     * @param gradientScale 1 / (scored targets of the whole batch) makes the gradients those of the batch's mean loss
     * @param seed with {@code step}, the sequence ids and the dropout site, decides what is dropped
     * @return the sum over the microbatch's scored targets of -log p[target], in nats
     */
    public double accumulateGradients(MicroBatch microBatch, double gradientScale, long seed, long step) {
        scored.selectScored(microBatch);
        PassShape shape = shape(microBatch.packing(), microBatch.tail(), scored.headRows());
        pass.beginTraining(shape, microBatch.sequenceIds(), seed, step);
        Tensor x = hidden(microBatch.inputs()); // (R, C)
        Tensor dX = pass.take(x.dim(0), x.dim(1));
        pass.beginScratch();
        Tensor logits = headForward(x, pass); // (R, C) -> (R, V)
        Tensor dLogits = pass.takeActivation(logits.dim(0), logits.dim(1));
        double loss = engine.crossEntropy(logits, scored.targets(), scored.count(), gradientScale, dLogits);
        // forward: logits = head(ln_f(x))
        layers.finalNorm.backward(layers.head.backward(dLogits, pass), dX, pass); // (R, V) -> (R, C)
        pass.endScratch();
        // forward: x = scored positions of trunk(embedding(ids))
        layers.embedding.backward(layers.trunk.backward(scored.backward(dX, pass), pass), pass);
        return loss;
    }

    /** Returns (R, C) of the positions that reach the head. */
    private Tensor hidden(int[] ids) {
        return scored.forward(layers.trunk.forward(embed(ids, pass), pass), pass); // (N, C) -> (n, C) -> (R, C)
    }

    /** Takes x (R, C), returns logits (R, V). */
    Tensor headForward(Tensor x, Pass pass) {
        return layers.head.forwardFull(layers.finalNorm.forward(x, pass), pass);
    }

    /**
     * Returns logits (count or more, V) of some positions, without dropout; valid until the next pass.
     *
     * @param ids batch * length ids, one sequence after the other
     * @param positions indices into {@code ids} of the positions to score, distinct
     */
    public Tensor logits(int[] ids, int batch, int length, int[] positions) {
        if (length > config.blockSize()) {
            throw new IllegalArgumentException(
                    "a context of " + length + " does not fit blockSize=" + config.blockSize());
        }
        PackedSequences sequences = PackedSequences.uniform(batch, length);
        PackedSequences tail = sequences.from(firstAsked(positions, batch, length));
        scored.select(positions, length, tail);
        pass.beginInference(shape(sequences, tail, -scored.padded())); // negative: not the tensors of a training pass
        return headForward(hidden(ids), pass);
    }

    private static int[] firstAsked(int[] positions, int batch, int length) {
        int[] first = new int[batch];
        Arrays.fill(first, length - 1);
        for (int position : positions) {
            first[position / length] = Math.min(first[position / length], position % length);
        }
        return first;
    }

    /** Returns the weights of every attention over {@code ids}, at most blockSize of them, in the order of the data. */
    public List<AttentionMap> attentionMaps(int... ids) {
        logits(ids, 1, ids.length, IntStream.range(0, ids.length).toArray());
        return network.attentionMaps(pass);
    }

    /** Makes caches for decoding {@code sequences} side by side, at most {@code capacity} positions long. */
    public CachedDecoding startDecoding(int sequences, int capacity) {
        return new CachedDecoding(this, sequences, capacity);
    }

    /** Takes the N ids of the pass, returns x0 (N, C). */
    Tensor embed(int[] ids, Pass pass) {
        return layers.embedding.forward(ids, pass);
    }

    /** Takes one id of every sequence, all at {@code position}, returns x0 (B, C). */
    Tensor embedStep(int[] ids, int position, Pass pass) {
        return layers.embedding.decodeStep(ids, position, pass);
    }

    Trunk trunk() {
        return layers.trunk;
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
