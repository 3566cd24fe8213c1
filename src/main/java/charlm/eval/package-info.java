/**
 * What a trained model answers: decoding (greedy, by drawing, by beam search), questions about places, scores and
 * comparisons, and the constant baseline to beat.
 */
package charlm.eval;
