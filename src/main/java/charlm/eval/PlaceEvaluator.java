package charlm.eval;

import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.model.LanguageModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Asks a model every question of a file: the question, MASK, then 32 characters by greedy decoding; the prediction is what
 * stands between the first and the second MASK, or to the end.
 *
 * <p>Differs from the reference: a character outside the vocabulary is skipped and counted, where the reference crashes
 * and loses the other answers.
 */
public final class PlaceEvaluator {
    /** How many characters are generated at most. */
    public static final int GENERATED_CHARACTERS = 32;

    private final Generator generator;
    private final Vocabulary vocabulary;

    public PlaceEvaluator(LanguageModel model, Vocabulary vocabulary) {
        generator = new Generator(model);
        this.vocabulary = vocabulary;
    }

    public Evaluation evaluate(QuestionFile questions) {
        List<String> asked = IntStream.range(0, questions.size())
                .mapToObj(questions::question)
                .toList();
        List<String> predictions = answers(asked);
        return new Evaluation(
                predictions,
                score(questions, predictions),
                asked.stream().map(this::skipped).toList());
    }

    /** Returns the number of characters that the vocabulary does not know. */
    private int skipped(String question) {
        return question.codePointCount(0, question.length()) + 1 - prompt(question).length;
    }

    /** Returns a prediction for each question. */
    public List<String> answers(List<String> questions) {
        List<int[]> prompts = questions.stream().map(this::prompt).toList();
        // What follows the second MASK is no part of a prediction, so it need not be generated.
        List<TokenSequence> answered = generator.generate(
                prompts, GENERATED_CHARACTERS, sequence -> sequence.find(Vocabulary.MASK_ID, 2) >= 0);
        return answered.stream().map(this::prediction).toList();
    }

    private int[] prompt(String question) {
        int[] known = question.codePoints()
                .map(vocabulary::id)
                .filter(id -> id != Vocabulary.UNKNOWN)
                .toArray();
        int[] prompt = Arrays.copyOf(known, known.length + 1);
        prompt[known.length] = Vocabulary.MASK_ID;
        return prompt;
    }

    private String prediction(TokenSequence sequence) {
        int[] ids = sequence.ids();
        int from = sequence.find(Vocabulary.MASK_ID, 1) + 1;
        int second = sequence.find(Vocabulary.MASK_ID, 2);
        return vocabulary.decode(Arrays.copyOfRange(ids, from, second < 0 ? ids.length : second));
    }

    private static Optional<Score> score(QuestionFile questions, List<String> predictions) {
        if (!questions.hasPlaces()) {
            return Optional.empty();
        }
        int correct = 0;
        for (int i = 0; i < predictions.size(); i++) {
            if (predictions.get(i).equals(questions.place(i))) {
                correct++;
            }
        }
        return Optional.of(new Score(correct, predictions.size()));
    }
}
