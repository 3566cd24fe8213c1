/**
 * The fast engine on CPUs: Intel oneDNN through JavaCPP, in place on the memory of the ND4J arrays; what oneDNN has no
 * primitive for is a threaded Java loop over the same memory.
 */
package charlm.tensor.onednn;
