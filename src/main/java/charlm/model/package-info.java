/**
 * Whole networks. Shape letters, here and everywhere: B batch, T sequence, C width, H heads, D head width (C = H * D),
 * V vocabulary, M bottleneck (latents), N = B * T rows of an activation matrix.
 */
package charlm.model;
