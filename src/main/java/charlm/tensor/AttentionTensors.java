package charlm.tensor;

/**
 * The inputs of attention, and the weights that it leaves for the backward pass; all activations.
 *
 * @param q (Nq, C), packed as {@link AttentionShape#queries}, or (longest Tq, C) when the query is shared
 * @param k (Nk, C), packed as {@link AttentionShape#keys}
 * @param v (Nk, C), as {@code k}
 * @param weights a vector of {@link Engine#attentionWeightsLength} elements, in an order of the engine's own, which
 *     {@link Engine#attentionWeights} reads
 */
public record AttentionTensors(Tensor q, Tensor k, Tensor v, Tensor weights) {}
