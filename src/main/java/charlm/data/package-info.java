/** What a model reads: vocabulary, corpus, the two data sets and their batches. */
package charlm.data;
