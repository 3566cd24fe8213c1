/**
 * Event files for TensorBoard. {@link charlm.report.tensorboard.TensorBoardListener} listens to the training and
 * writes the metrics through an {@link charlm.report.tensorboard.EventFileWriter}, which knows the file format.
 */
package charlm.report.tensorboard;
