/**
 * Layers, each with {@code forward} and, below it, {@code backward}, which quotes the line of {@code forward} that it
 * answers. A layer keeps what its backward pass needs from the forward pass just before; buffers come from the
 * {@link charlm.nn.Pass} and are valid until the next pass begins.
 *
 * <p>The way in is {@link charlm.nn.TransformerBlock}: {@link charlm.nn.LayerNorm}, {@link
 * charlm.nn.MultiHeadAttention}, {@link charlm.nn.MlpBranch}. Layers declare their parameters with a {@link
 * charlm.nn.NetworkBuilder}, which has the {@link charlm.nn.ModelConfig}, and {@link charlm.nn.ParameterSet} puts them
 * into one buffer. Shape letters are those of {@code charlm.model}.
 */
package charlm.nn;
