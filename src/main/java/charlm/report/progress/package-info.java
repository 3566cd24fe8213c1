/**
 * The output on standard error during a run.
 *
 * <p>{@link charlm.report.progress.ProgressDisplay} listens to the training. It asks a {@code ProgressMeter} for a
 * {@code ProgressStatus} and shows that in a {@code TerminalLine}, which it overwrites, or in lines of the log.
 * {@link charlm.report.progress.LogConfigurator} sets the log up; its lines go above the terminal line.
 */
package charlm.report.progress;
