/** What comes out of a run: TensorBoard events, the log of steps, the metrics log, predictions. */
package charlm.report;
