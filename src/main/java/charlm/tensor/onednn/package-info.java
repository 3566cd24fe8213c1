/**
 * The fast engine on CPUs: Intel oneDNN through JavaCPP, in place on the memory of the ND4J arrays.
 *
 * <p>The way in is {@link charlm.tensor.onednn.OneDnnEngine}, which checks arguments and hands each operation to one
 * class: {@code ...Kernels} run primitives of oneDNN, {@code ...Loop(s)} are threaded Java loops for operations that
 * oneDNN lacks. A {@link charlm.tensor.onednn.Kernel} makes and caches the primitives of one kind, by the layouts of a
 * {@link charlm.tensor.onednn.Call}. Attention goes through the batch one {@link charlm.tensor.onednn.SequenceSlice} at
 * a time. {@link charlm.tensor.onednn.HostMemory} is a tensor's address, {@link charlm.tensor.onednn.Scratch} memory
 * within an operation. Nothing is allocated in a step whose shapes were seen before.
 */
package charlm.tensor.onednn;
