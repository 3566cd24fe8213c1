/** What comes out of a run: TensorBoard events, the log of steps, predictions. */
package charlm.report;
