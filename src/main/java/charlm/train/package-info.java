/** How parameters change: batches, gradients, clipping, AdamW and Muon, the learning rate, and who is told about it. */
package charlm.train;
