package charlm.nn;

import charlm.tensor.KeyValueWeights;
import charlm.tensor.Tensor;

/**
 * The decode step of {@link MultiHeadAttention}, with its parameters: one query of every sequence attends to all cached
 * positions, without a mask and without gradients.
 */
record CachedAttention(
        int heads, Linear query, Parameter keyWeight, Parameter valueWeight, Parameter valueBias, Linear projection) {
    /** Takes x (B, C), one position of every sequence, and returns (B, C). */
    Tensor decodeStep(Tensor x, AttentionCache cache, Pass pass) {
        Tensor q = query.forward(x, pass); // (B, C)
        Tensor out = pass.take(q.dim(0), q.dim(1));
        KeyValueWeights weights = new KeyValueWeights(keyWeight.value(), valueWeight.value(), valueBias.value());
        pass.engine().decodeAttention(heads, q, weights, cache.positions(), cache.length(), out);
        return projection.forwardFull(out, pass);
    }
}
