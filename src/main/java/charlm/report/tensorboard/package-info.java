/** Event files for TensorBoard. */
package charlm.report.tensorboard;
