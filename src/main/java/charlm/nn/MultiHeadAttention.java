package charlm.nn;

import charlm.tensor.AttentionGradients;
import charlm.tensor.AttentionShape;
import charlm.tensor.AttentionTensors;
import charlm.tensor.KeyValueWeights;
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
    private final int headDim;
    private final Linear queryKeyValue;
    private final Linear query;
    private final Linear keyValue;
    private final Linear projection;
    private final Parameter keyWeight;
    private final Parameter valueWeight;
    private final Parameter keyBias;
    private final Parameter valueBias;
    private final Dropout weightDropout;

    private AttentionShape shape;
    private AttentionTensors tensors;

    MultiHeadAttention(NetworkBuilder network, String name) {
        this.name = name;
        width = network.config().embedDim();
        heads = network.config().numHeads();
        headDim = width / heads;
        Parameter queryWeight = network.hiddenWeight(name + ".query.weight", width, width);
        keyWeight = network.hiddenWeight(name + ".key.weight", width, width);
        valueWeight = network.hiddenWeight(name + ".value.weight", width, width);
        Parameter queryBias = network.parameter(name + ".query.bias", Initializer.ZEROS, width);
        keyBias = network.parameter(name + ".key.bias", Initializer.ZEROS, width);
        valueBias = network.parameter(name + ".value.bias", Initializer.ZEROS, width);
        queryKeyValue = new Linear(
                network.fused(queryWeight, keyWeight, valueWeight), network.fused(queryBias, keyBias, valueBias));
        query = new Linear(queryWeight, queryBias);
        keyValue = new Linear(network.fused(keyWeight, valueWeight), network.fused(keyBias, valueBias));
        projection = Linear.withBias(network, name + ".proj", width, width);
        weightDropout = network.dropout();
    }

    /** Every position of x (N, C) attends to itself and to those before it in its row; returns (N, C). */
    Tensor forward(Tensor x, PackedSequences rows, Pass pass) {
        Tensor qkv = queryKeyValue.forward(x, pass); // (N, C) -> (N, 3C)
        return projection.forwardFull(attendSelf(qkv, rows, pass), pass);
    }

    /** As {@link #forward}, of packed rows; without gradients. */
    Tensor forwardPacked(Tensor x, SharedPrefix rows, Pass pass) {
        Tensor qkv = rows.expand(queryKeyValue.forward(x, pass), pass);
        return projection.forwardFull(rows.pack(attendSelf(qkv, rows.expanded(), pass), pass), pass);
    }

    private Tensor attendSelf(Tensor qkv, PackedSequences rows, Pass pass) {
        shape = AttentionShape.of(rows, rows, heads, headDim, false);
        Tensor q = pass.columns(qkv, 0, width);
        Tensor k = pass.columns(qkv, width, 2L * width);
        Tensor v = pass.columns(qkv, 2L * width, 3L * width);
        return attend(q, k, v, pass);
    }

    /** Answers {@link #forward}: returns dX (N, C). */
    Tensor backward(Tensor dY, Pass pass) {
        Tensor dQkv = pass.takeActivation(tensors.q().dim(0), 3L * width);
        Tensor dQ = pass.columns(dQkv, 0, width);
        Tensor dK = pass.columns(dQkv, width, 2L * width);
        Tensor dV = pass.columns(dQkv, 2L * width, 3L * width);
        attendBackward(dY, pass.gradients(dQ, dK, dV), pass);
        Tensor dX = queryKeyValue.backward(dQkv, pass);
        clearKeyBiasGradient(pass);
        return dX;
    }

    /**
     * Each position of {@code queries} attends to those of {@code keys} in its row, a memory; returns (Nq, C).
     *
     * @param x (Nq, C), or (longest Tq, C) when {@code shared}: one set for every row of the batch
     * @param memory (Nk, C)
     */
    Tensor forwardCross(
            Tensor x, PackedSequences queries, boolean shared, Tensor memory, PackedSequences keys, Pass pass) {
        shape = AttentionShape.of(queries, keys, heads, headDim, shared);
        Tensor q = query.forward(x, pass);
        Tensor kv = keyValue.forward(memory, pass); // (Nk, C) -> (Nk, 2C)
        return projection.forwardFull(attendTo(q, kv, pass), pass);
    }

    /**
     * As {@link #forwardCross}, of shared queries and as many positions to see, packed; without gradients.
     *
     * @param x (T, C)
     * @param memory (P + B*(T-P), C); what is returned likewise
     */
    Tensor forwardCrossPacked(Tensor x, Tensor memory, SharedPrefix rows, Pass pass) {
        shape = AttentionShape.of(rows.expanded(), rows.expanded(), heads, headDim, true);
        Tensor q = query.forward(x, pass);
        Tensor kv = rows.expand(keyValue.forward(memory, pass), pass);
        return projection.forwardFull(rows.pack(attendTo(q, kv, pass), pass), pass);
    }

    private Tensor attendTo(Tensor q, Tensor kv, Pass pass) {
        return attend(q, pass.columns(kv, 0, width), pass.columns(kv, width, 2L * width), pass);
    }

    /** Answers {@link #forwardCross}: returns the gradients of x and of the memory. */
    CrossGradients backwardCross(Tensor dY, Pass pass) {
        Tensor dQ = pass.takeActivation(tensors.q().dim(0), width);
        Tensor dKv = pass.takeActivation(tensors.k().dim(0), 2L * width);
        Tensor dK = pass.columns(dKv, 0, width);
        Tensor dV = pass.columns(dKv, width, 2L * width);
        attendBackward(dY, pass.gradients(dQ, dK, dV), pass);
        CrossGradients gradients = new CrossGradients(query.backward(dQ, pass), keyValue.backward(dKv, pass));
        clearKeyBiasGradient(pass);
        return gradients;
    }

    /** Lets one query of every row, x (B, C), attend to all that is kept; returns (B, C). */
    Tensor decodeStep(Tensor x, AttentionCache memory, Pass pass) {
        Tensor next = query.forward(x, pass);
        Tensor out = pass.take(next.dim(0), width);
        KeyValueWeights weights = new KeyValueWeights(keyWeight.value(), valueWeight.value(), valueBias.value());
        pass.engine().decodeAttention(heads, next, weights, memory.positions(), memory.length(), out);
        return projection.forwardFull(out, pass);
    }

    /** Returns the first row's weights of the forward pass before; to be asked for before the next pass begins. */
    AttentionMap map(Pass pass) {
        float[] ofFirst = pass.engine().attentionWeights(shape, tensors.weights(), 0);
        return new AttentionMap(
                name, heads, shape.queries().length(0), shape.keys().length(0), ofFirst);
    }

    /** dX and dMemory of a cross-attention. */
    record CrossGradients(Tensor dX, Tensor dMemory) {}

    /**
     * The key bias adds the same to every score of a query, which softmax does not feel: its gradient is 0. Differs from
     * the reference: there rounding leaves about 1e-8, which AdamW, dividing by its own size, turns into whole steps.
     */
    private void clearKeyBiasGradient(Pass pass) {
        pass.engine().zero(keyBias.gradient());
    }

    private Tensor attend(Tensor q, Tensor k, Tensor v, Pass pass) {
        tensors = pass.takeWeights(shape, q, k, v);
        Tensor heads = pass.takeActivation(shape.queries().matrixRows(), width);
        pass.engine().attention(shape, tensors, weightDropout.mask(pass), heads);
        return heads;
    }

    private void attendBackward(Tensor dY, AttentionGradients gradients, Pass pass) {
        Tensor dHeads = projection.backward(dY, pass);
        pass.engine().attentionBackward(shape, dHeads, tensors, weightDropout.mask(pass), gradients);
    }
}
