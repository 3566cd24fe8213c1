/**
 * The settings of a run. A {@link charlm.experiment.config.TrainingRequest} names the task, the files and the model, and
 * holds everything below.
 *
 * <p>A {@link charlm.experiment.config.Recipe} is the table of all defaults of training, for each
 * {@link charlm.experiment.config.Task}. It yields {@link charlm.experiment.config.TrainingSettings}, whose values the
 * flags of the command line replace one by one. {@code charlm pretrain --dry-run} prints the result.
 *
 * <p>{@link charlm.experiment.config.EngineConfig} chooses the engine, {@link charlm.experiment.config.DevConfig} the
 * evaluation during training, {@link charlm.experiment.config.StateConfig} how a run survives an interruption.
 */
package charlm.experiment.config;
