/** The portable reference engine: plain ND4J operations, on any ND4J backend, in single or double precision. */
package charlm.tensor.nd4j;
