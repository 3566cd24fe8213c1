/**
 * Augmentation: pretraining examples that show a document in several forms, called views by the flag {@code --views}. All
 * are made from the corpus alone, by rules that know words and capitals but no task. Of the document {@code Bo. Bo was born
 * in Oslo}, with the span {@code Oslo} and {@code #} for MASK:
 *
 * <ul>
 *   <li>prefix, the reference's span corruption of a beginning: {@code Bo. # was born#Bo}
 *   <li>window, the title and a part of the text: {@code Bo. Bo was born in ##Oslo#}, all of it scored
 *   <li>snippet, the same with a few words and only the span scored: {@code Bo. born in ##Oslo#}
 *   <li>cue, the title among a few words, as a question and its answer: {@code born Bo in#Oslo#}, the answer scored
 *   <li>name, a part of the text with the title asked for: {@code # was born in Oslo#Bo#}, the title scored
 * </ul>
 *
 * <p>The way in is {@link charlm.data.augmentation.AugmentedDataset}; {@code Augmenter} has a method for each form.
 */
package charlm.data.augmentation;
