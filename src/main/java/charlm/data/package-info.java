/** What a model reads: vocabulary, corpus, the data sets and their batches. */
package charlm.data;
