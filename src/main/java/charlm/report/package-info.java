/**
 * What comes out of a run: TensorBoard events, progress, the metrics log, predictions, the record of the run with the
 * machine it ran on, the model card.
 */
package charlm.report;
