/** What a trained model answers: greedy decoding, questions about places, and the constant baseline to beat. */
package charlm.eval;
