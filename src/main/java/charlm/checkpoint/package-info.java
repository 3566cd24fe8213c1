/** What survives: safetensors files, PyTorch files, training states, and files that are whole or absent. */
package charlm.checkpoint;
