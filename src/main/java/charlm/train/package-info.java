/**
 * Training: from batches to updated parameters.
 *
 * <p>The way in is {@link charlm.train.Trainer}, whose {@code trainStep} is one step. {@link charlm.train.TrainingConfig} has
 * the numbers of a run and {@link charlm.train.TrainingDefaults} those of the reference.
 *
 * <ul>
 *   <li>Learning rate: {@link charlm.train.ScheduleConfig} chooses a {@link charlm.train.LearningRateSchedule}.
 *   <li>Batches: {@code WorkDivision} splits one into microbatches and deals them to the workers of {@code WorkerTeam}.
 *   <li>Updates: {@code Optimizer} sums and clips the gradients; {@code AdamW} and {@code Muon} move the parameters.
 *   <li>Side effects (logs, curves, states) are {@link charlm.train.TrainingListener}s.
 * </ul>
 */
package charlm.train;
