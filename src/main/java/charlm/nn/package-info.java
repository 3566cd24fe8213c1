/**
 * Layers, each with {@code forward} and, right below it, {@code backward}. A layer keeps what its backward pass needs
 * from the forward pass just before it; buffers come from the pass's workspace and are valid until the next pass begins.
 * Shape letters are those of {@code charlm.model}.
 */
package charlm.nn;
