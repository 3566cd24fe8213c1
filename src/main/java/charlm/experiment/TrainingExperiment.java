package charlm.experiment;

import charlm.checkpoint.AtomicFile;
import charlm.checkpoint.Checkpoint;
import charlm.data.BatchLoader;
import charlm.data.Dataset;
import charlm.data.NamePlaceDataset;
import charlm.data.SpanCorruptionDataset;
import charlm.model.LanguageModel;
import charlm.report.StepLog;
import charlm.report.TensorBoardListener;
import charlm.tensor.Engine;
import charlm.train.LearningRateSchedule;
import charlm.train.Trainer;
import charlm.train.TrainingConfig;
import charlm.train.TrainingListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pretrains or finetunes a model from files to a file. */
public final class TrainingExperiment {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingExperiment.class);

    private final TrainingRequest request;
    private final TrainingSettings settings;

    public TrainingExperiment(TrainingRequest request) {
        this.request = request;
        settings = request.settings();
    }

    /**
     * Reads, trains and writes the parameters; everything that can be wrong with the files is found before training.
     *
     * @throws charlm.data.InputException for a corpus or questions that cannot be used
     * @throws charlm.checkpoint.CheckpointException for a parameter file that cannot be used
     * @throws charlm.checkpoint.OutputException for an output that cannot be written
     * @throws IllegalArgumentException for settings that contradict each other or the parameter file
     */
    public Trainer.Summary run() {
        AtomicFile.checkWritable(request.writing());
        Inputs inputs = Inputs.read(request.corpus(), request.reading(), request.shape());
        BatchLoader loader = new BatchLoader(
                dataset(inputs), settings.batchSize().orElse(request.task().batchSize()));
        TrainingConfig config = config(inputs);
        try (Engine engine = request.engine().open()) {
            LanguageModel model = inputs.model(engine, settings.dropout(), settings.seed());
            logStart(model, loader, config);
            Trainer.Summary summary = train(model, loader, config);
            Map<String, String> training = training(summary, engine);
            Checkpoint.write(
                    request.writing(), model, inputs.vocabulary().symbols(), training, request.programVersion());
            return summary;
        }
    }

    private Dataset dataset(Inputs inputs) {
        int blockSize = inputs.config().blockSize();
        return switch (request.task()) {
            case PRETRAIN ->
                new SpanCorruptionDataset(inputs.corpus(), inputs.vocabulary(), blockSize, settings.seed());
            case FINETUNE -> NamePlaceDataset.read(request.questions().orElseThrow(), inputs.vocabulary(), blockSize);
        };
    }

    private TrainingConfig config(Inputs inputs) {
        return new TrainingConfig(
                settings.maxEpochs()
                        .orElse(request.task().epochs(request.reading().isPresent())),
                settings.maxSteps(),
                settings.learningRate(),
                settings.weightDecay(),
                LearningRateSchedule.forCorpus(
                        inputs.corpus().documents(), inputs.config().blockSize()),
                settings.seed());
    }

    private void logStart(LanguageModel model, BatchLoader loader, TrainingConfig config) {
        LOG.info(
                "{} {}: {} parameters, {} epochs of {} steps, on {}",
                request.task().label(),
                model.config().variant(),
                String.format(Locale.ROOT, "%,d", model.parameters().count()),
                config.maxEpochs(),
                loader.batchesPerEpoch(),
                model.engine().description());
    }

    private Trainer.Summary train(LanguageModel model, BatchLoader loader, TrainingConfig config) {
        List<TrainingListener> listeners = new ArrayList<>();
        listeners.add(new StepLog(settings.logEvery()));
        if (request.eventFolder().isEmpty()) {
            return new Trainer(model, loader, config, listeners).run();
        }
        try (TensorBoardListener events =
                new TensorBoardListener(request.eventFolder().get())) {
            listeners.add(events);
            return new Trainer(model, loader, config, listeners).run();
        }
    }

    private Map<String, String> training(Trainer.Summary summary, Engine engine) {
        Map<String, String> training = new LinkedHashMap<>();
        training.put("command", request.command());
        training.put("task", request.task().label());
        training.put("seed", String.valueOf(settings.seed()));
        training.put("steps", String.valueOf(summary.steps()));
        training.put("epochs", String.valueOf(summary.epochs()));
        training.put("tokens_seen", String.valueOf(summary.tokensSeen()));
        training.put("last_loss", String.valueOf(summary.lastLoss()));
        training.put("learning_rate", String.valueOf(settings.learningRate()));
        training.put("weight_decay", String.valueOf(settings.weightDecay()));
        training.put("dropout", String.valueOf(settings.dropout()));
        training.put("engine", engine.description());
        training.put("precision", "fp32");
        return training;
    }
}
