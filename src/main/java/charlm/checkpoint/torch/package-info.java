/** PyTorch's {@code torch.save} files, zip and legacy: a restricted reader that executes nothing, and a writer. */
package charlm.checkpoint.torch;
