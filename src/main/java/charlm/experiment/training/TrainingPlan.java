package charlm.experiment.training;

import charlm.data.BatchLoader;
import charlm.data.Dataset;
import charlm.data.Notice;
import charlm.data.QuestionFile;
import charlm.data.QuestionNotices;
import charlm.data.ShuffledDataset;
import charlm.experiment.Inputs;
import charlm.experiment.config.DatasetConfig;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.config.TrainingSettings;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.train.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A training request with its files read and its defaults filled in.
 *
 * @param devQuestions for the evaluation during training
 * @param notices about the questions to train on and those for the evaluation
 */
record TrainingPlan(
        Inputs inputs,
        BatchLoader loader,
        TrainingConfig config,
        Optional<QuestionFile> devQuestions,
        List<Notice> notices) {

    /** Reads the files; throws as {@link TrainingExperiment#run}. */
    static TrainingPlan of(TrainingRequest request) {
        Inputs inputs =
                Inputs.read(request.sources().corpus(), request.sources().start(), request.shape());
        TrainingSettings settings = request.settings();
        Dataset dataset = dataset(request, inputs);
        BatchLoader loader = new BatchLoader(
                settings.data().shuffled() ? new ShuffledDataset(dataset, settings.seed()) : dataset,
                settings.data().batchSize());
        Optional<QuestionFile> dev = request.dev().map(config -> questions(config.questions()));
        List<Notice> notices = new ArrayList<>(dataset.notices());
        dev.ifPresent(file -> notices.addAll(QuestionNotices.ofAsking(
                file,
                inputs.vocabulary(),
                inputs.config().blockSize(),
                !settings.data().keepUnicode())));
        return new TrainingPlan(inputs, loader, config(settings, inputs, loader), dev, notices);
    }

    /** Reads dev questions, which must have answers. */
    static QuestionFile questions(Path path) {
        return QuestionFile.readWithPlaces(path, "evaluation during training");
    }

    /** Returns the number of steps of the whole run. */
    long steps() {
        return config.length().steps(loader.batchesPerEpoch());
    }

    /** Describes the length of the run; {@code mayEndEarly} is one with patience. */
    String length(boolean mayEndEarly) {
        long all = config.length().steps(loader.batchesPerEpoch());
        boolean whole = all == (long) config.length().maxEpochs() * loader.batchesPerEpoch();
        return String.format(
                Locale.ROOT,
                whole ? "%s%,d steps (%,d an epoch, %,d epochs)" : "%s%,d steps (%,d an epoch)",
                mayEndEarly ? "at most " : "",
                all,
                loader.batchesPerEpoch(),
                config.length().maxEpochs());
    }

    private static Dataset dataset(TrainingRequest request, Inputs inputs) {
        TrainingSettings settings = request.settings();
        DatasetConfig config = request.sources()
                .questions()
                .map(file -> DatasetConfig.finetuning(file, settings.data().keepUnicode()))
                .orElseGet(() -> DatasetConfig.pretraining(settings.data().augmentation(), settings.seed()));
        ModelConfig model = inputs.config();
        int length = config.kind() == DatasetConfig.Kind.VIEWS ? augmentedLength(model) : model.blockSize();
        return config.open(inputs.corpus(), inputs.vocabulary(), length);
    }

    /** An augmented document fills the input that the model can use: a perceiver sees as many characters as it has latents. */
    private static int augmentedLength(ModelConfig model) {
        return model.variant() == Variant.PERCEIVER
                ? Math.max(ModelConfig.MIN_BLOCK_SIZE, model.bottleneckDim())
                : model.blockSize();
    }

    private static TrainingConfig config(TrainingSettings settings, Inputs inputs, BatchLoader loader) {
        long steps = settings.length().steps(loader.batchesPerEpoch());
        return new TrainingConfig(
                settings.length(),
                settings.optimizer(),
                settings.schedule()
                        .over(
                                steps,
                                inputs.corpus().documents(),
                                inputs.config().blockSize()),
                settings.seed(),
                settings.onNonFinite());
    }
}
