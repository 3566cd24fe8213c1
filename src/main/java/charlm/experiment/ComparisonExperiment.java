package charlm.experiment;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.StoredModel;
import charlm.data.QuestionFile;
import charlm.eval.Comparison;
import charlm.eval.PlaceEvaluator;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.training.TrainingExperiment;
import charlm.report.PredictionsFile;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares two sets of answers to the same questions.
 *
 * @param first a file of predictions, or a checkpoint that answers now
 * @param second likewise
 * @param questions with their answers
 */
public record ComparisonExperiment(Path first, Path second, Path questions, EngineConfig engine) {

    /** The questions with both sets of answers. */
    public record Answers(QuestionFile questions, List<String> first, List<String> second, Comparison comparison) {}

    /** Reads or asks; throws as {@link TrainingExperiment#run}. */
    public Answers run() {
        QuestionFile file = QuestionFile.readWithPlaces(questions, "a comparison");
        List<String> a = answers(first, file);
        List<String> b = answers(second, file);
        return new Answers(file, a, b, Comparison.of(a, b, file.places()));
    }

    private List<String> answers(Path source, QuestionFile file) {
        if (!Checkpoint.isParameterFile(source)) {
            return PredictionsFile.read(source, file);
        }
        try (Engine opened = engine.openFull()) {
            StoredModel stored = StoredModel.read(source, opened);
            // in the form of a file of predictions, so that both kinds of source compare alike
            return PredictionsFile.asWritten(new PlaceEvaluator(stored.model(), stored.vocabulary())
                    .evaluate(file)
                    .predictions());
        }
    }
}
