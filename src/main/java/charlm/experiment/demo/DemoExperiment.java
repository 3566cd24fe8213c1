package charlm.experiment.demo;

import charlm.data.QuestionFile;
import charlm.data.demo.DemoCorpus;
import charlm.eval.ConstantBaseline;
import charlm.eval.Score;
import charlm.experiment.EvaluationExperiment;
import charlm.experiment.ReportExperiment;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.config.StateConfig;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.training.TrainingExperiment;
import charlm.files.RunOutputs;
import charlm.nn.Variant;
import charlm.report.Provenance;
import charlm.report.html.HtmlReport;
import charlm.tensor.Stopwatch;
import charlm.train.StopRequest;
import charlm.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The main experiment on a small scale: a model pretrained on the biographies of invented people can say where they were
 * born, a model without pretraining cannot. Every file stays in the folder.
 */
public final class DemoExperiment {
    private static final String FRESH_PARAMETERS = "model.params";
    private static final String PRETRAINED_PARAMETERS = "pretrain.params";
    private static final String FINETUNED_PARAMETERS = "finetune.params";
    private static final String NOT_PRETRAINED = "nopretrain.dev.predictions";
    private static final String PRETRAINED = "pretrain.dev.predictions";
    private static final String REPORT = "report.html";

    private final Path folder;
    private final EngineConfig engine;
    private final long seed;
    private final Provenance provenance;
    private final TrainingListener listener;

    /** The scores of one variant's two models. */
    public record DemoResult(Variant variant, Score withoutPretraining, Score pretrained, double elapsedSeconds) {}

    /**
     * Writes the corpus and the questions to {@code folder}; throws {@link
     * charlm.files.OutputException} rather than overwrite files that are not the demo's.
     *
     * @param listener of all trainings, one after the other
     */
    public DemoExperiment(
            Path folder, EngineConfig engine, long seed, Provenance provenance, TrainingListener listener) {
        this.folder = folder;
        this.engine = engine.preferringFull(); // so that most machines print the same
        this.seed = seed;
        this.provenance = provenance;
        this.listener = listener;
        DemoFolder.fill(folder, outputs());
    }

    private List<RunOutputs> outputs() {
        List<RunOutputs> outputs = new ArrayList<>();
        outputs.add(RunOutputs.ofReport(Optional.of(folder.resolve(REPORT)), folder));
        for (Variant variant : Variant.values()) {
            for (String ending : List.of(FRESH_PARAMETERS, PRETRAINED_PARAMETERS, FINETUNED_PARAMETERS)) {
                outputs.add(RunOutputs.ofTraining(file(variant, ending), false, false));
            }
            for (String ending : List.of(NOT_PRETRAINED, PRETRAINED)) {
                outputs.add(RunOutputs.ofEvaluation(file(variant, ending), false));
            }
        }
        return outputs;
    }

    /** Returns the score of answering every question with the most frequent place of the training questions. */
    public Score baseline() {
        QuestionFile train = QuestionFile.read(folder.resolve(DemoCorpus.TRAIN_FILE));
        return ConstantBaseline.score(
                QuestionFile.read(folder.resolve(DemoCorpus.DEV_FILE)), ConstantBaseline.mostFrequent(train.places()));
    }

    /** Finetunes without pretraining, then pretrains and finetunes, and asks both models the dev questions. */
    public DemoResult run(Variant variant) {
        Stopwatch watch = Stopwatch.start();
        Path fresh = file(variant, FRESH_PARAMETERS);
        Path pretrained = file(variant, PRETRAINED_PARAMETERS);
        Path finetuned = file(variant, FINETUNED_PARAMETERS);
        train(Task.FINETUNE, variant, Optional.empty(), fresh);
        Score without = evaluate(variant, fresh, NOT_PRETRAINED);
        train(Task.PRETRAIN, variant, Optional.empty(), pretrained);
        train(Task.FINETUNE, variant, Optional.of(pretrained), finetuned);
        Score with = evaluate(variant, finetuned, PRETRAINED);
        return new DemoResult(variant, without, with, watch.seconds());
    }

    /** Writes one report of all runs so far beside them, and returns where. */
    public Path report(List<Variant> variants) {
        Path out = folder.resolve(REPORT);
        List<Path> runs = new ArrayList<>();
        for (Variant variant : variants) {
            runs.add(file(variant, NOT_PRETRAINED));
            runs.add(file(variant, PRETRAINED));
        }
        new ReportExperiment(runs, List.of(), HtmlReport.DEFAULT_PROBES, engine, out).run();
        return out;
    }

    private Path file(Variant variant, String ending) {
        return folder.resolve(variant + "." + ending);
    }

    private void train(Task task, Variant variant, Optional<Path> reading, Path writing) {
        DemoRecipe recipe = DemoRecipe.of(variant);
        TrainingRequest request = new TrainingRequest(
                task,
                recipe.shape(),
                new TrainingRequest.Sources(
                        folder.resolve(DemoCorpus.CORPUS_FILE),
                        Optional.of(folder.resolve(DemoCorpus.TRAIN_FILE)).filter(it -> task == Task.FINETUNE),
                        reading),
                new TrainingRequest.Outputs(writing, Optional.empty(), false),
                Optional.empty(),
                recipe.settings(task, reading.isEmpty()).withSeed(seed),
                engine,
                StateConfig.NONE,
                provenance);
        new TrainingExperiment(request).run(new StopRequest(), listener);
    }

    private Score evaluate(Variant variant, Path reading, String predictions) {
        return new EvaluationExperiment(
                        DemoRecipe.of(variant).shape(),
                        new EvaluationExperiment.Files(
                                folder.resolve(DemoCorpus.CORPUS_FILE),
                                reading,
                                folder.resolve(DemoCorpus.DEV_FILE),
                                file(variant, predictions)),
                        engine,
                        false,
                        provenance)
                .run()
                .score()
                .orElseThrow();
    }
}
