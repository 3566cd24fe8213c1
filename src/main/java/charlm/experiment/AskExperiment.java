package charlm.experiment;

import charlm.checkpoint.StoredModel;
import charlm.data.Vocabulary;
import charlm.eval.Answer;
import charlm.eval.Answer.Likely;
import charlm.eval.QuestionAnswerer;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.config.TrainingSettings;
import charlm.experiment.training.TrainingExperiment;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A trained model that answers questions one at a time. */
public final class AskExperiment implements AutoCloseable {
    private final Engine engine;
    private final QuestionAnswerer answerer;
    private final boolean droppedUnicode; // by the finetuning of the model

    /**
     * The reply of a model.
     *
     * @param answers the answer, then the most probable others
     * @param remarks about the question: characters that the model does not see or was not trained on
     */
    public record Reply(List<Likely> answers, List<String> remarks) {}

    /** Reads {@code parameters}, which hold their vocabulary; throws as {@link TrainingExperiment#run}. */
    public AskExperiment(Path parameters, EngineConfig config) {
        engine = config.openFull();
        try {
            StoredModel stored = StoredModel.read(parameters, engine);
            answerer = new QuestionAnswerer(stored.model(), stored.vocabulary());
            droppedUnicode = TrainingSettings.droppedUnicode(stored.training());
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Returns the model's answer and {@code others} more. PAD and MASK are skipped like unknown characters, because a MASK
     * would end the question, and the text behind it would become a part of the answer.
     */
    public Reply ask(String typed, int others) {
        String question =
                typed.replace(Character.toString(Vocabulary.PAD), "").replace(Character.toString(Vocabulary.MASK), "");
        int reserved = typed.length() - question.length();
        Answer answer = answerer.ask(question);
        List<Likely> answers = new ArrayList<>();
        answers.add(new Likely(answer.text(), answer.probability()));
        answers.addAll(answerer.alternatives(question, answer, others));
        return new Reply(answers, answerer.remarks(question, reserved, droppedUnicode));
    }

    @Override
    public void close() {
        engine.close();
    }
}
