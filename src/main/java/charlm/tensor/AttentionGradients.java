package charlm.tensor;

/** The gradients of q, k and v that attention writes, each in the shape of its tensor. */
public record AttentionGradients(Tensor dQ, Tensor dK, Tensor dV) {}
