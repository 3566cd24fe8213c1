package charlm.experiment;

import charlm.data.Notice;
import charlm.data.QuestionFile;
import charlm.data.QuestionNotices;
import charlm.eval.Evaluation;
import charlm.eval.PlaceEvaluator;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.config.TrainingSettings;
import charlm.experiment.training.TrainingExperiment;
import charlm.files.RunOutputs;
import charlm.files.TextOutput;
import charlm.model.LanguageModel;
import charlm.model.RequestedShape;
import charlm.report.ManifestWriter;
import charlm.report.PredictionsFile;
import charlm.report.Provenance;
import charlm.tensor.Engine;
import charlm.tensor.Stopwatch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a trained model every question of a file and writes its answers.
 *
 * @param report whether an HTML report goes beside the predictions
 */
public record EvaluationExperiment(
        RequestedShape shape, Files files, EngineConfig engine, boolean report, Provenance provenance) {

    /** The files that are read, and the predictions that are written. */
    public record Files(Path corpus, Path checkpoint, Path questions, Path predictions) {}

    /** Reads, answers and writes; throws as {@link TrainingExperiment#run}. */
    public Evaluation run() {
        RunOutputs outputs = RunOutputs.ofEvaluation(files.predictions, report);
        outputs.require();
        QuestionFile file = QuestionFile.read(files.questions);
        ManifestWriter started = new ManifestWriter("evaluate", "predictions", files.predictions, provenance);
        Inputs inputs = read(started);
        Evaluation evaluation;
        try (TextOutput predictions = TextOutput.open(files.predictions);
                Engine opened = engine.openFull()) {
            evaluation = started.config(config(inputs, opened))
                    .during(
                            record -> evaluate(file, inputs, opened, predictions, record),
                            failure -> ExitCode.of(failure).code());
        }
        if (report && !outputs.isStream()) {
            ReportExperiment.beside(files.predictions, engine);
        }
        return evaluation;
    }

    private Inputs read(ManifestWriter record) {
        Inputs inputs = Inputs.read(files.corpus, Optional.of(files.checkpoint), shape);
        record.reads("corpus", files.corpus).reads("questions", files.questions).reads("parameters", files.checkpoint);
        return inputs;
    }

    private Evaluation evaluate(
            QuestionFile file, Inputs inputs, Engine opened, TextOutput predictions, ManifestWriter record) {
        record.notices(Notice.tell(QuestionNotices.ofAsking(
                file,
                inputs.vocabulary(),
                inputs.config().blockSize(),
                inputs.checkpoint()
                        .filter(checkpoint -> TrainingSettings.droppedUnicode(checkpoint.training()))
                        .isPresent())));
        LanguageModel model = inputs.model(opened, 0, 0);
        Stopwatch watch = Stopwatch.start();
        Evaluation evaluation = new PlaceEvaluator(model, inputs.vocabulary()).evaluate(file);
        record.result("questions", file.size())
                .result("unknown_characters", sum(evaluation.skippedCharacters()))
                .result("evaluation_seconds", watch.seconds())
                .notices(Notice.tell(QuestionNotices.ofAnswers(file, evaluation.predictions())))
                .score(evaluation.score());
        PredictionsFile.write(predictions, evaluation.predictions());
        return evaluation;
    }

    /** The config of the evaluation, then that of the training as the checkpoint has it. */
    private Map<String, String> config(Inputs inputs, Engine opened) {
        Map<String, String> config = new LinkedHashMap<>();
        inputs.config().fields().forEach((name, value) -> config.put(name, String.valueOf(value)));
        config.put("engine", opened.name());
        config.put("engine_version", opened.description());
        config.put("precision", "fp32");
        config.put("threads", String.valueOf(engine.resolvedThreads()));
        inputs.checkpoint()
                .ifPresent(checkpoint ->
                        checkpoint.training().forEach((name, value) -> config.put("trained_with_" + name, value)));
        return config;
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }
}
