/**
 * Files that are whole or absent: atomic replacement, output locks, digests, and the errors of outputs.
 *
 * <p>{@link charlm.files.RunOutputs} lists and checks all that a command writes. {@link charlm.files.AtomicFile} writes a
 * file, {@link charlm.files.TextOutput} a file or a stream, {@link charlm.files.Companion} a file beside a result.
 */
package charlm.files;
