package charlm.nn;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.PackedSequences;
import charlm.tensor.Tensor;

/**
 * softmax(mask(q kᵀ / sqrt D)) v over H heads, between the query/key/value projections and {@code proj}. The mask is
 * left-aligned: query i may see key j when j &lt;= i.
 *
 * <p>Query, key and value weights are neighbours, so self-attention projects all three with one matmul and
 * cross-attention projects keys and values with one.
 */
final class MultiHeadAttention {
    private final String name;
    private final int width;
    private final int heads;
    private final Linear queryKeyValue;
    private final Linear query;
    private final Linear keyValue;
    private final Linear projection;
    private final Parameter keyBias;
    private final Dropout weightDropout;
    private final CachedAttention cached;

    // of the last forward pass
    private AttentionShape shape;
    private AttentionTensors tensors;

    private Tensor dKv; // of the backward pass of a cross-attention

    /** Declares {@code name.query}, {@code name.key}, {@code name.value} and {@code name.proj}. */
    MultiHeadAttention(NetworkBuilder network, String name) {
        this.name = name;
        width = network.config().embedDim();
        heads = network.config().numHeads();
        Parameter queryWeight = network.hiddenWeight(name + ".query.weight", width, width);
        Parameter keyWeight = network.hiddenWeight(name + ".key.weight", width, width);
        Parameter valueWeight = network.hiddenWeight(name + ".value.weight", width, width);
        Parameter queryBias = network.vector(name + ".query.bias", Initializer.ZEROS);
        keyBias = network.vector(name + ".key.bias", Initializer.ZEROS);
        Parameter valueBias = network.vector(name + ".value.bias", Initializer.ZEROS);
        queryKeyValue = new Linear(
                network.fused(queryWeight, keyWeight, valueWeight), network.fused(queryBias, keyBias, valueBias));
        query = new Linear(queryWeight, queryBias);
        keyValue = new Linear(network.fused(keyWeight, valueWeight), network.fused(keyBias, valueBias));
        projection = Linear.withBias(network, name + ".proj", width, width);
        weightDropout = network.dropout();
        cached = new CachedAttention(heads, query, keyWeight, valueWeight, valueBias, projection);
        network.attention(this);
    }

    // ---- self-attention ----

    /** Every position of x (N, C) attends to itself and to those before it in its sequence; returns (N, C). */
    Tensor forward(Tensor x, PackedSequences sequences, Pass pass) {
        Tensor qkv = pass.expand(queryKeyValue.forward(x, pass)); // (N, C) -> (N, 3C)
        Tensor q = pass.columns(qkv, 0, width);
        Tensor k = pass.columns(qkv, width, 2L * width);
        Tensor v = pass.columns(qkv, 2L * width, 3L * width);
        return attend(AttentionShape.of(sequences, sequences, heads, width / heads, false), q, k, v, pass);
    }

    /** Returns dX (N, C). */
    Tensor backward(Tensor dY, Pass pass) {
        // forward: y = attend(q, k, v)
        Tensor dQkv = pass.takeActivation(tensors.q().dim(0), 3L * width);
        Tensor dQ = pass.columns(dQkv, 0, width);
        Tensor dK = pass.columns(dQkv, width, 2L * width);
        Tensor dV = pass.columns(dQkv, 2L * width, 3L * width);
        attendBackward(dY, pass.gradients(dQ, dK, dV), pass);
        // forward: qkv = x Wᵀ + b
        Tensor dX = queryKeyValue.backward(dQkv, pass); // (N, 3C) -> (N, C)
        clearKeyBiasGradient(pass);
        return dX;
    }

    // ---- cross-attention ----

    /**
     * Each position of {@code queries} attends to the positions of {@code keys} in its sequence; returns (Nq, C).
     *
     * @param x (Nq, C), or (longest Tq, C) when {@code shared}: the same queries for every sequence
     * @param source (Nk, C), of which keys and values are made
     */
    Tensor forwardCross(
            Tensor x, PackedSequences queries, boolean shared, Tensor source, PackedSequences keys, Pass pass) {
        Tensor q = query.forward(x, pass); // (Nq, C)
        Tensor kv = pass.expand(keyValue.forward(source, pass)); // (Nk, C) -> (Nk, 2C)
        Tensor k = pass.columns(kv, 0, width);
        Tensor v = pass.columns(kv, width, 2L * width);
        return attend(AttentionShape.of(queries, keys, heads, width / heads, shared), q, k, v, pass);
    }

    /** Returns dX, (Nq, C) or (Tq, C); {@link #backwardSource} goes on. */
    Tensor backwardCross(Tensor dY, Pass pass) {
        // forward: y = attend(q, k, v)
        Tensor dQ = pass.takeActivation(tensors.q().dim(0), width);
        dKv = pass.takeActivation(tensors.k().dim(0), 2L * width);
        Tensor dK = pass.columns(dKv, 0, width);
        Tensor dV = pass.columns(dKv, width, 2L * width);
        attendBackward(dY, pass.gradients(dQ, dK, dV), pass);
        // forward: q = x Wᵀ + b
        return query.backward(dQ, pass);
    }

    /** Returns dSource (Nk, C), after {@link #backwardCross}. */
    Tensor backwardSource(Pass pass) {
        // forward: kv = source Wᵀ + b
        Tensor dSource = keyValue.backward(dKv, pass); // (Nk, 2C) -> (Nk, C)
        clearKeyBiasGradient(pass);
        return dSource;
    }

    // ---- attention and the projection of its heads ----

    private Tensor attend(AttentionShape shape, Tensor q, Tensor k, Tensor v, Pass pass) {
        this.shape = shape;
        tensors = pass.takeWeights(shape, q, k, v);
        Tensor out = pass.takeActivation(shape.queries().matrixRows(), width); // (Nq, C), H heads of D columns
        pass.engine().attention(shape, tensors, weightDropout.mask(pass), out);
        return projection.forwardFull(pass.pack(out), pass); // (Nq, C)
    }

    private void attendBackward(Tensor dY, AttentionGradients gradients, Pass pass) {
        // forward: y = out Wᵀ + b
        Tensor dOut = projection.backward(dY, pass); // (Nq, C)
        // forward: out = attention(q, k, v)
        pass.engine().attentionBackward(shape, dOut, tensors, weightDropout.mask(pass), gradients);
    }

    /**
     * The key bias adds the same to every score of a query, which softmax does not feel: its gradient is 0. Differs from
     * the reference: there rounding leaves about 1e-8, which AdamW, dividing by its own size, turns into whole steps.
     */
    private void clearKeyBiasGradient(Pass pass) {
        pass.engine().zero(keyBias.gradient());
    }

    /** Returns the decode step. */
    CachedAttention cached() {
        return cached;
    }

    /** Returns the first sequence's weights in the last forward pass, while that pass lasts. */
    AttentionMap map(Pass pass) {
        float[] ofFirst = pass.engine().attentionWeights(shape, tensors.weights(), 0);
        return new AttentionMap(
                name, heads, shape.queries().length(0), shape.keys().length(0), ofFirst);
    }
}
