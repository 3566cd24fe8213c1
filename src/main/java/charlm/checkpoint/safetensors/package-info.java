/** The safetensors format: header, tensors, checksum. Reads nothing it has not checked. */
package charlm.checkpoint.safetensors;
