/**
 * The outputs of a run beside its result X.
 *
 * <ul>
 *   <li>{@link charlm.report.StepMetric} lists the metrics of a training step. {@link charlm.report.MetricsLog} writes them
 *       to X.metrics.jsonl; {@code tensorboard}, {@code progress} and {@code html} show the same list.
 *   <li>{@link charlm.report.ManifestWriter} collects the facts of a run and writes them as a
 *       {@link charlm.report.RunManifest}, X.run.json, and as a {@link charlm.report.ModelCard}, X.md.
 *   <li>{@link charlm.report.PredictionsFile} is the answers of an evaluation.
 * </ul>
 *
 * <p>To add a metric, add a constant to StepMetric. {@link charlm.files.RunPaths} names the files.
 */
package charlm.report;
