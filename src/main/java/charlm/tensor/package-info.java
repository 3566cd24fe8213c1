/**
 * Numbers and where they are computed: {@link charlm.tensor.Tensor}, the one interface that computes
 * ({@link charlm.tensor.Engine}), reusable buffers ({@link charlm.tensor.Workspace}) and counter-based randomness.
 */
package charlm.tensor;
