/**
 * Whole experiments, each a class that a command line or a Java program runs: read the inputs, check the outputs, build,
 * train or evaluate, write.
 *
 * <p>The way in is {@link charlm.experiment.training.TrainingExperiment}; its settings are in {@code experiment.config}.
 * Then come {@link charlm.experiment.EvaluationExperiment}, {@link charlm.experiment.ComparisonExperiment} and the rest.
 * {@link charlm.experiment.Inputs} reads the corpus and the checkpoint for all of them.
 *
 * <p>Three words: a <em>config</em> is what a run depends on, <em>facts</em> are what it found, and the <em>manifest</em> is
 * the file {@code X.run.json} with both. {@link charlm.experiment.ExitCode} maps every exception to the exit code.
 */
package charlm.experiment;
