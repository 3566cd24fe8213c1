/**
 * Whole networks. Shape letters, here and everywhere: B batch, T sequence, C width, H heads, D head width (C = H * D),
 * V vocabulary, M bottleneck (latents), N rows of an activation matrix, the
 * positions of all rows of a batch one after the other.
 */
package charlm.model;
