/** The portable reference engine: plain ND4J operations on whatever ND4J backend is installed. */
package charlm.tensor.nd4j;
