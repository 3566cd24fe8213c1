/** What survives: safetensors files, PyTorch files (import only), and files that are whole or absent. */
package charlm.checkpoint;
