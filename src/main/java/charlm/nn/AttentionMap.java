package charlm.nn;

/**
 * The weights of one attention in a pass: the softmax, 0 where masked.
 *
 * @param name of the layer, as in the state dict: {@code blocks.0.attn}
 * @param heads H
 * @param queries Tq, positions or latents
 * @param keys Tk, positions or latents
 * @param weights (H, Tq, Tk) of the first sequence; each (h, q) sums to 1
 */
public record AttentionMap(String name, int heads, int queries, int keys, float[] weights) {}
