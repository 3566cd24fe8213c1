package charlm.experiment;

import charlm.checkpoint.StoredModel;
import charlm.data.Vocabulary;
import charlm.eval.Answer;
import charlm.eval.Answer.Likely;
import charlm.eval.QuestionAnswerer;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.training.TrainingExperiment;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A trained model to which questions are put one at a time. */
public final class AskExperiment implements AutoCloseable {
    private final Engine engine;
    private final QuestionAnswerer interviewer;

    /**
     * What a model replies.
     *
     * @param answers the answer, then the most probable others
     * @param skippedCharacters of the question, which the model does not know
     */
    public record Reply(List<Likely> answers, int skippedCharacters) {}

    /** Reads {@code parameters}, which hold their vocabulary; throws as {@link TrainingExperiment#run}. */
    public AskExperiment(Path parameters, EngineConfig config) {
        engine = config.openFull();
        try {
            StoredModel stored = StoredModel.read(parameters, engine);
            interviewer = new QuestionAnswerer(stored.model(), stored.vocabulary());
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Returns the model's answer and {@code others} more. PAD and MASK are skipped like what the model does not know: a
     * MASK of its own would end the question, and what follows it be taken for the answer.
     */
    public Reply ask(String typed, int others) {
        String question =
                typed.replace(Character.toString(Vocabulary.PAD), "").replace(Character.toString(Vocabulary.MASK), "");
        int reserved = typed.length() - question.length();
        Answer answer = interviewer.ask(question);
        List<Likely> answers = new ArrayList<>();
        answers.add(new Likely(answer.text(), answer.probability()));
        answers.addAll(interviewer.alternatives(question, answer, others));
        return new Reply(answers, reserved + interviewer.skippedCharacters(question));
    }

    @Override
    public void close() {
        engine.close();
    }
}
