/**
 * Pretraining examples that show each document in many ways: windows, snippets, cues, names asked back. Everything is made
 * from the text of the corpus alone, by rules that know words and capitals but no task.
 */
package charlm.data.views;
