/**
 * Pretraining and finetuning, from files to a checkpoint. {@link charlm.experiment.training.TrainingExperiment} reads top to
 * bottom: check the outputs, look for a state ({@code Resumption}), read the inputs ({@code TrainingPlan}), check the memory,
 * train ({@code TrainingRun}), write the manifest.
 *
 * <p>{@code RunConfig} is everything that the parameters depend on; a run resumes only where it is unchanged.
 * {@code StateSaver} saves the state, {@code DevEvaluation} evaluates during training.
 * {@link charlm.experiment.training.DryRunExperiment} does all of it but writing.
 */
package charlm.experiment.training;
