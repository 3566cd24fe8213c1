/**
 * Numbers and the engines that compute with them.
 *
 * <p>{@link charlm.tensor.Tensor} is a shape over flat memory. {@link charlm.tensor.Engine} is the one interface that
 * computes; {@link charlm.tensor.Engines} opens the implementation that the user chose, found as an {@link
 * charlm.tensor.EngineProvider}. {@link charlm.tensor.PackedSequences} is how sequences of a microbatch lie in a
 * matrix, {@link charlm.tensor.Workspace} the reusable buffers of a pass. Randomness is counter-based ({@link
 * charlm.tensor.RandomStream}, {@link charlm.tensor.DropoutMask}), so that neither threads nor microbatches change a
 * result.
 */
package charlm.tensor;
