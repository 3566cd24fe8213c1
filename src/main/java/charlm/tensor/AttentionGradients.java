package charlm.tensor;

/** Where attention writes the gradients of q, k and v, each of the shape of what it is the gradient of. */
public record AttentionGradients(Tensor dQ, Tensor dK, Tensor dV) {}
