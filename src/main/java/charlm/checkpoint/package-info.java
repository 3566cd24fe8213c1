/** What survives: safetensors files, PyTorch files (import only), training states, and files that are whole or absent. */
package charlm.checkpoint;
