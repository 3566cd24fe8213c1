package charlm.experiment;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.StoredModel;
import charlm.data.Notice;
import charlm.data.QuestionFile;
import charlm.data.QuestionNotices;
import charlm.eval.Comparison;
import charlm.eval.PlaceEvaluator;
import charlm.eval.Score;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.config.TrainingSettings;
import charlm.experiment.training.TrainingExperiment;
import charlm.report.PredictionsFile;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the answers of models to the same questions, each with each.
 *
 * @param models files of predictions, or checkpoints that answer now
 * @param questions with their answers
 */
public record ComparisonExperiment(List<Path> models, Path questions, EngineConfig engine) {

    /**
     * Two models, by their indices.
     *
     * @param adjustedP the p-value among those of all pairs, by Holm's method
     */
    public record Pair(int first, int second, Comparison comparison, double adjustedP) {}

    /**
     * The questions with the answers of each model.
     *
     * @param pairs of each model with each one after it
     */
    public record Answers(QuestionFile questions, List<List<String>> answers, List<Pair> pairs) {
        public Score score(int model) {
            return Score.of(answers.get(model), questions.places());
        }
    }

    /** Reads or asks; throws as {@link TrainingExperiment#run}. */
    public Answers run() {
        QuestionFile file = QuestionFile.readWithPlaces(questions, "a comparison");
        List<List<String>> answers =
                models.stream().map(model -> answers(model, file)).toList();
        for (int i = 0; i < answers.size(); i++) {
            tell(QuestionNotices.ofAnswers(file, answers.get(i)), models.get(i));
        }
        return new Answers(file, answers, pairs(answers, file.places()));
    }

    private static List<Pair> pairs(List<List<String>> answers, List<String> places) {
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < answers.size(); a++) {
            for (int b = a + 1; b < answers.size(); b++) {
                pairs.add(new Pair(a, b, Comparison.of(answers.get(a), answers.get(b), places), 1));
            }
        }
        double[] adjusted = Comparison.holm(
                pairs.stream().mapToDouble(pair -> pair.comparison.exactP()).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            Pair pair = pairs.get(i);
            pairs.set(i, new Pair(pair.first, pair.second, pair.comparison, adjusted[i]));
        }
        return pairs;
    }

    private static void tell(List<Notice> notices, Path source) {
        Notice.tell(
                notices.stream().map(notice -> notice.with(" (" + source + ")")).toList());
    }

    private List<String> answers(Path source, QuestionFile file) {
        if (!Checkpoint.isParameterFile(source)) {
            return PredictionsFile.read(source, file);
        }
        try (Engine opened = engine.openFull()) {
            StoredModel stored = StoredModel.read(source, opened);
            tell(
                    QuestionNotices.ofAsking(
                            file,
                            stored.vocabulary(),
                            stored.model().config().blockSize(),
                            TrainingSettings.droppedUnicode(stored.training())),
                    source);
            // in the form of a file of predictions, so that both kinds of source compare alike
            return PredictionsFile.asWritten(new PlaceEvaluator(stored.model(), stored.vocabulary())
                    .evaluate(file)
                    .predictions());
        }
    }
}
