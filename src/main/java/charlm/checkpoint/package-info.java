/**
 * Checkpoints (parameter files): from any supported format to tensors, and from tensors to a model.
 *
 * <p>Start with {@link charlm.checkpoint.Checkpoint}: {@code read} recognises the format ({@code FileFormat}), reads the
 * tensors ({@code checkpoint.safetensors}, {@code checkpoint.torch}) and, from a charlm file, shape, vocabulary and training
 * settings ({@code ConfigCodec}). {@link charlm.checkpoint.ConfigResolver} holds the flags against the file and returns the
 * shape to build; {@code loadInto} copies the tensors into a model and explains every mismatch ({@code ParameterMatch}).
 * {@link charlm.checkpoint.StoredModel} does all of it for inference.
 *
 * <p>Nothing that a file says is executed, and no size that it claims is trusted before it is checked.
 */
package charlm.checkpoint;
