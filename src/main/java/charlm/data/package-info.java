/**
 * From text files to the token ids of a training step.
 *
 * <p>The way in is {@link charlm.data.Dataset}: numbered {@link charlm.data.Example}s, drawn again in each epoch. A
 * {@link charlm.data.Corpus} is the pretraining text, and {@link charlm.data.Vocabulary} gives its characters their ids.
 *
 * <ul>
 *   <li>Pretraining reads {@link charlm.data.SpanCorruptionDataset}, or the augmented documents of {@code data.augmentation}.
 *   <li>Finetuning reads {@link charlm.data.NamePlaceDataset}; evaluation reads a {@link charlm.data.QuestionFile}.
 *   <li>{@link charlm.data.BatchLoader} groups examples into a {@link charlm.data.Batch} a step, and
 *       {@link charlm.data.MicroBatcher} splits that into packed {@link charlm.data.MicroBatch}es.
 *   <li>Bad lines are answered with an {@link charlm.data.InputException}: file, line, problem and way out.
 * </ul>
 */
package charlm.data;
