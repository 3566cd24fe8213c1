package charlm.tensor;

import java.util.Arrays;

/**
 * The one interface that computes. Layers call it and never loop over elements.
 *
 * <p>Conventions: a matrix of activations is (N, C), its rows being the positions of {@link PackedSequences}; every
 * matrix argument may be a view with a row stride. Gradients of activations ({@code dX}) are overwritten, gradients of
 * parameters ({@code dWeight}, {@code dBias}, {@code dGain}, ...) are added to. {@code null} for a {@link DropoutMask}
 * means no dropout. A tensor is of {@link #dataType()} unless it is called an activation. Operations run in order,
 * reads of a tensor by the host wait for those before them, and an engine serves one thread at a time. Shapes that do not
 * fit together are an {@link IllegalArgumentException}. Every engine passes {@code EngineContractTest}.
 */
public interface Engine extends AutoCloseable {

    /** Returns the name that {@code --engine} takes, {@code onednn} or {@code nd4j}. */
    String name();

    /** Returns one line for the log: library, instruction set, threads. */
    String description();

    /** Returns the type of parameters, gradients, statistics and of everything that is summed up. */
    NumberType dataType();

    /**
     * Returns the type of activations between layers, marked <em>activation</em> below, and of their gradients: in
     * mixed precision a shorter one than {@link #dataType()}.
     */
    default NumberType activationType() {
        return dataType();
    }

    /** Returns whether it computes in mixed precision: activations are of a shorter type. */
    default boolean isMixed() {
        return activationType() != dataType();
    }

    /** Returns whether engines of its kind, in mixed precision, multiply by instructions for bfloat16. */
    default boolean multipliesBfloat16() {
        return false;
    }

    /** Returns a new zeroed contiguous tensor of {@link #dataType()} with its own storage. */
    default Tensor allocate(long... shape) {
        return allocate(dataType(), shape);
    }

    /** Returns a new zeroed contiguous tensor of one of the engine's two types with its own storage. */
    Tensor allocate(NumberType type, long... shape);

    /**
     * Notifies the engine that {@code parameters}, a flat buffer, have changed, by {@link #adamW} for instance, so that
     * an engine that computes with copies of them renews those.
     */
    default void parametersChanged(Tensor parameters) {}

    /**
     * Returns the number of engines, each on a thread of its own, to divide a training step among: 1 when this engine
     * uses all its threads by itself.
     */
    default int workers() {
        return 1;
    }

    /**
     * Returns an engine of the same kind and precision that computes on one thread, the one that calls this. Tensors of
     * both may be used with either; the caller closes it.
     */
    default Engine openWorker() {
        throw new UnsupportedOperationException(name() + " is not divided among workers");
    }

    /** Sets every element to 0. */
    void zero(Tensor x);

    /** Copies {@code from} into {@code to}, matrices or vectors of one shape; strides and types may differ. */
    void copy(Tensor from, Tensor to);

    /**
     * Returns the elements of a matrix or vector, row by row, as {@link Tensor#toFloats} does; an engine may know a
     * faster way.
     */
    default float[] toFloats(Tensor x) {
        return x.toFloats();
    }

    /** Adds {@code y} to {@code x}: x += y, same shapes. */
    void addInPlace(Tensor x, Tensor y);

    // ---- linear: y = x Wᵀ + b ----

    /** y = x Wᵀ + b; x (N, in) activation, weight (out, in), bias (out) or null, y (N, out) of either type. */
    void linear(Tensor x, Tensor weight, Tensor bias, Tensor y);

    /** dX = dY W; dY (N, out) and dX (N, in) activations, weight (out, in). */
    void linearBackwardInput(Tensor dY, Tensor weight, Tensor dX);

    /** dW += dYᵀ x, db += column sums of dY; dY and x activations; dBias may be null. */
    void linearBackwardWeight(Tensor dY, Tensor x, Tensor dWeight, Tensor dBias);

    // ---- layer norm over the last axis, eps 1e-5, biased variance ----

    /** The epsilon under the root of every layer norm. */
    double LAYER_NORM_EPSILON = 1e-5;

    /**
     * y = (x - mean) / sqrt(variance + eps) * gain + bias; x, y (N, C), y activation; mean, variance (N) are written.
     */
    void layerNorm(Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor variance);

    /** Writes dX, adds to dGain and dBias, from what {@link #layerNorm} was given and wrote; dY activation. */
    void layerNormBackward(
            Tensor dY, Tensor x, Tensor gain, Tensor mean, Tensor variance, Tensor dX, Tensor dGain, Tensor dBias);

    // ---- GELU, exact: y = x/2 (1 + erf(x / sqrt 2)) ----

    /** y = GELU(x), activations of one shape. */
    void gelu(Tensor x, Tensor y);

    /** dX = dY GELU'(x), activations of one shape; dX may be dY. */
    void geluBackward(Tensor x, Tensor dY, Tensor dX);

    // ---- attention: out = dropout(softmax(mask(q kᵀ / sqrt D))) v ----

    /**
     * Returns the number of elements of {@link #attention}'s weights. It follows from the extents of the matrices and
     * the longest sequence alone, so that sequences of other lengths fit the same memory.
     */
    default long attentionWeightsLength(AttentionShape shape) {
        return (long) shape.heads()
                * shape.queries().matrixRows()
                * shape.keys().longest();
    }

    /** Returns the weights that {@link #attention} wrote for a sequence, (H, Tq, Tk): the softmax before dropout. */
    default float[] attentionWeights(AttentionShape shape, Tensor weights, int sequence) {
        int from = 0;
        for (int before = 0; before < sequence; before++) {
            from += shape.weightsOf(before);
        }
        return Arrays.copyOfRange(toFloats(weights), from, from + shape.weightsOf(sequence));
    }

    /**
     * Masked multi-head attention; heads are column blocks of width D. Reads q, k and v, writes the weights.
     *
     * @param out (Nq, C) activation, 0 where a matrix row belongs to no sequence
     */
    void attention(AttentionShape shape, AttentionTensors tensors, DropoutMask dropout, Tensor out);

    /**
     * Writes the gradients, 0 where a matrix row belongs to no sequence; a shared query's gradient is summed over the
     * batch.
     *
     * @param tensors as {@link #attention} left them
     */
    void attentionBackward(
            AttentionShape shape,
            Tensor dOut,
            AttentionTensors tensors,
            DropoutMask dropout,
            AttentionGradients gradients);

    /**
     * Attention of one new position of every sequence over its cached positions, a decode step: out[b] = softmax(q[b]
     * k[b, j] / sqrt D, j &lt; {@code length}) v[b, j], for every head, with k = cache keyᵀ and v = cache valueᵀ +
     * valueBias. Without gradients and in {@link #dataType()}.
     *
     * @param q (B, C), heads being column blocks; {@code out} likewise
     * @param cache (B*capacity, C), position j of sequence b being matrix row b * capacity + j
     */
    void decodeAttention(int heads, Tensor q, KeyValueWeights weights, Tensor cache, int length, Tensor out);

    // ---- embedding ----

    /**
     * out[i] = tokens[ids[i]] + positions[t], t being the position that matrix row i is; tokens (V, C), positions
     * (blockSize, C), out (N, C). Ids outside [0, V) are an {@link IllegalArgumentException} before anything native
     * runs.
     */
    void embed(int[] ids, PackedSequences sequences, Tensor tokens, Tensor positions, Tensor out);

    /** Adds the rows of dOut to the rows of dTokens and dPositions that {@link #embed} read. */
    void embedBackward(int[] ids, PackedSequences sequences, Tensor dOut, Tensor dTokens, Tensor dPositions);

    // ---- rows ----

    /** to[i] = from[indices[i]] for i &lt; count; rows of {@code to} from count on become 0. */
    void gatherRows(Tensor from, int[] indices, int count, Tensor to);

    /** to = 0, then to[indices[i]] = from[i] for i &lt; count; indices are distinct. */
    void scatterRows(Tensor from, int[] indices, int count, Tensor to);

    // ---- dropout; units are the positions that the mask was moved to ----

    /** out = x * mask * scale; x, out (N, C); out may be x or an activation. Also its own backward. */
    void dropout(Tensor x, DropoutMask mask, Tensor out);

    /** out = x + dropout(branch), mask null for a plain sum; out may be branch. */
    void addDropout(Tensor x, Tensor branch, DropoutMask mask, Tensor out);

    // ---- loss ----

    /**
     * Softmax cross-entropy of rows 0 to count-1; returns the <em>sum</em> over them of -log p[target], in nats.
     *
     * @param logits (R, V), R &gt;= count
     * @param targets ids in [0, V), at least count of them
     * @param dLogits (R, V), overwritten with (softmax - onehot) * gradientScale, 0 in rows from count on; may be
     *     logits or an activation; null when no gradient is wanted
     */
    double crossEntropy(Tensor logits, int[] targets, int count, double gradientScale, Tensor dLogits);

    // ---- optimiser ----

    /** Returns the sum of squares of all elements, accumulated in double precision. */
    double squaredNorm(Tensor x);

    /** Updates parameters and both moments in place; all four are contiguous and of one length. */
    void adamW(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment, AdamWStep step);

    /**
     * Updates a matrix and its momentum in place; all three are contiguous and of one shape. Overwrites the gradients.
     * The direction is made orthogonal in the activations' type.
     */
    void muon(Tensor parameters, Tensor gradients, Tensor momentum, MuonStep step);

    /** Frees native resources; tensors made by this engine must not be used with it afterwards. */
    @Override
    void close();
}
