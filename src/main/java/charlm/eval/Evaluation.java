package charlm.eval;

import java.util.List;
import java.util.Optional;

/**
 * A model's answers to a file of questions.
 *
 * @param predictions one for each question, in the order of the file
 * @param score empty when the file has no places
 * @param skippedCharacters the number of characters outside the vocabulary, of each question
 */
public record Evaluation(List<String> predictions, Optional<Score> score, List<Integer> skippedCharacters) {}
