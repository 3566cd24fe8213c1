package charlm.eval;

import charlm.data.QuestionFile;
import charlm.data.Vocabulary;
import charlm.model.LanguageModel;
import java.util.List;
import java.util.Optional;

/**
 * Asks a model every question of a file by greedy decoding, as {@link QuestionFormat} says.
 *
 * <p>Differs from the reference: a character outside the vocabulary is skipped and counted, where the reference crashes
 * and loses the other answers.
 */
public final class PlaceEvaluator {
    /** The largest number of characters generated for an answer. */
    public static final int GENERATED_CHARACTERS = QuestionFile.LONGEST_ANSWER;

    private final Generator generator;
    private final QuestionFormat format;

    public PlaceEvaluator(LanguageModel model, Vocabulary vocabulary) {
        generator = new Generator(model, Sampler.GREEDY);
        format = new QuestionFormat(vocabulary);
    }

    public Evaluation evaluate(QuestionFile questions) {
        List<Integer> skipped =
                questions.questions().stream().map(format::skipped).toList();
        List<String> predictions = answers(questions.questions());
        return new Evaluation(predictions, score(questions, predictions), skipped);
    }

    /** Returns a prediction for each question. */
    public List<String> answers(List<String> questions) {
        List<int[]> prompts = questions.stream().map(format::prompt).toList();
        List<TokenSequence> answered = generator.generate(prompts, GENERATED_CHARACTERS, QuestionFormat::isAnswered);
        return answered.stream().map(format::answer).toList();
    }

    private static Optional<Score> score(QuestionFile questions, List<String> predictions) {
        return questions.hasPlaces() ? Optional.of(Score.of(predictions, questions.places())) : Optional.empty();
    }
}
