/** What comes out of a run: TensorBoard events, progress, the metrics log, predictions. */
package charlm.report;
