package charlm.experiment.training;

import charlm.data.BatchLoader;
import charlm.data.Dataset;
import charlm.data.QuestionFile;
import charlm.data.ShuffledDataset;
import charlm.experiment.Inputs;
import charlm.experiment.config.Curriculum;
import charlm.experiment.config.DatasetConfig;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.config.TrainingSettings;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.train.OptimizerConfig;
import charlm.train.RunLength;
import charlm.train.TrainingConfig;
import charlm.train.TrainingDefaults;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A training request with its files read and its defaults filled in.
 *
 * @param batchSize rows of a batch, the last of an epoch may have fewer
 * @param devQuestions to evaluate with on the way
 */
record TrainingPlan(
        Inputs inputs, BatchLoader loader, int batchSize, TrainingConfig config, Optional<QuestionFile> devQuestions) {

    /** Reads the files; throws what {@link TrainingExperiment#run} tells. */
    static TrainingPlan of(TrainingRequest request) {
        Inputs inputs = Inputs.read(request.corpus(), request.reading(), request.shape());
        int batchSize = request.settings()
                .batchSize()
                .orElse(request.settings().recipe().batchSize(request.task()));
        Dataset dataset = dataset(request, inputs);
        Curriculum curriculum = request.settings().curriculum();
        BatchLoader loader = new BatchLoader(
                curriculum.shuffled()
                        ? new ShuffledDataset(dataset, request.settings().seed())
                        : dataset,
                batchSize);
        return new TrainingPlan(
                inputs,
                loader,
                batchSize,
                config(request, inputs, loader),
                request.dev().map(dev -> questions(dev.questions())));
    }

    /** Reads dev questions, which must have places. */
    static QuestionFile questions(Path path) {
        return QuestionFile.readWithPlaces(path, "evaluating on the way");
    }

    /** Returns how many steps the whole run has. */
    long steps() {
        return config.length().steps(loader.batchesPerEpoch());
    }

    /** Tells people how long the whole run is; {@code mayEndEarly} where it ends once it gets no better. */
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
        DatasetConfig config = request.questions()
                .map(DatasetConfig::finetuning)
                .orElseGet(() -> DatasetConfig.pretraining(settings.curriculum().augmentation(), settings.seed()));
        ModelConfig model = inputs.config();
        int length = config.kind() == DatasetConfig.Kind.VIEWS ? augmentedLength(model) : model.blockSize();
        return config.open(inputs.corpus(), inputs.vocabulary(), length);
    }

    /** An augmented document is as long as the model reads: the perceiver's latents see as many characters as there are of them. */
    private static int augmentedLength(ModelConfig model) {
        return model.variant() == Variant.PERCEIVER
                ? Math.max(ModelConfig.MIN_BLOCK_SIZE, model.bottleneckDim())
                : model.blockSize();
    }

    private static TrainingConfig config(TrainingRequest request, Inputs inputs, BatchLoader loader) {
        TrainingSettings settings = request.settings();
        RunLength length = new RunLength(
                settings.maxEpochs()
                        .orElse(settings.recipe()
                                .epochs(request.task(), request.reading().isPresent())),
                settings.maxSteps());
        return new TrainingConfig(
                length,
                new OptimizerConfig(
                        settings.optimizer(),
                        settings.learningRate(),
                        settings.weightDecay(),
                        TrainingDefaults.GRAD_CLIP),
                settings.curriculum()
                        .schedule()
                        .over(
                                length.steps(loader.batchesPerEpoch()),
                                inputs.corpus().documents(),
                                inputs.config().blockSize()),
                settings.seed(),
                settings.onNonFinite());
    }
}
