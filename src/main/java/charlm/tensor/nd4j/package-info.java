/**
 * The portable engine: plain ND4J operations on any ND4J backend, slow and simple. The way in is {@link
 * charlm.tensor.nd4j.Nd4jEngine}; each operation is a class beside it. Tests compare the fast engine with this one, and
 * both with plain Java in double precision.
 */
package charlm.tensor.nd4j;
