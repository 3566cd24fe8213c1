package charlm.experiment;

import charlm.checkpoint.AtomicFile;
import charlm.checkpoint.TypedShape;
import charlm.data.QuestionFile;
import charlm.eval.Evaluation;
import charlm.eval.PlaceEvaluator;
import charlm.model.LanguageModel;
import charlm.report.PredictionsFile;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a trained model every question of a file and writes its answers.
 *
 * @param outputs where the predictions go
 */
public record EvaluationExperiment(
        TypedShape shape, Path corpus, Path reading, Path questions, Path outputs, EngineConfig engine) {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationExperiment.class);

    /** Reads, answers and writes; throws as {@link TrainingExperiment#run}. */
    public Evaluation run() {
        AtomicFile.checkWritable(outputs);
        QuestionFile file = QuestionFile.read(questions);
        Inputs inputs = Inputs.read(corpus, Optional.of(reading), shape);
        try (Engine opened = engine.openFull()) {
            LanguageModel model = inputs.model(opened, 0, 0);
            Evaluation evaluation = new PlaceEvaluator(model, inputs.vocabulary()).evaluate(file);
            PredictionsFile.write(outputs, evaluation.predictions());
            warnOfSkipped(evaluation.skippedCharacters());
            return evaluation;
        }
    }

    private void warnOfSkipped(List<Integer> skipped) {
        int characters = skipped.stream().mapToInt(Integer::intValue).sum();
        if (characters > 0) {
            int lines = (int) skipped.stream().filter(count -> count > 0).count();
            int first = 0;
            while (skipped.get(first) == 0) {
                first++;
            }
            LOG.warn(
                    "{}:{}: characters that are not in the vocabulary were skipped, {} in {} lines from this one on;"
                            + " all questions are answered",
                    questions,
                    first + 1,
                    characters,
                    lines);
        }
    }
}
