package charlm.experiment;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.ConfigResolver;
import charlm.checkpoint.huggingface.HuggingFaceFolder;
import charlm.data.Corpus;
import charlm.data.InputException;
import charlm.data.UsageException;
import charlm.data.Vocabulary;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.training.TrainingExperiment;
import charlm.files.RunOutputs;
import charlm.model.LanguageModel;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.report.HuggingFaceCard;
import charlm.report.Provenance;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes the parameters of one file in another format.
 *
 * @param corpus gives the vocabulary that a PyTorch file lacks
 * @param numHeads of a PyTorch file, which does not hold it; empty for the default
 * @param provenance recorded where the source does not record its own
 */
public record ConversionExperiment(
        Path source,
        Path target,
        Format format,
        Optional<Path> corpus,
        Optional<Integer> numHeads,
        Provenance provenance) {

    /** The formats that can be written. */
    public enum Format {
        SAFETENSORS,
        PYTORCH,
        HUGGINGFACE;

        /**
         * Returns the format that the ending of {@code file} stands for.
         *
         * @throws UsageException that names the endings
         */
        public static Format of(Path file) {
            String name = String.valueOf(file.getFileName());
            return switch (name.substring(Math.max(0, name.lastIndexOf('.')))) {
                case ".safetensors", ".params" -> SAFETENSORS;
                case ".pt", ".pth", ".bin" -> PYTORCH;
                default ->
                    throw new UsageException(
                            file + ": must end in .safetensors or .params, or for PyTorch in .pt, .pth or .bin, or for"
                                    + " Hugging Face in a slash");
            };
        }

        /** Returns what is written to {@code target}. */
        public RunOutputs outputs(Path target) {
            return this == HUGGINGFACE ? RunOutputs.ofFolder(target) : RunOutputs.ofParameters(target);
        }
    }

    /** Reads, checks every tensor, and writes; returns the shape of the model. Throws as {@link TrainingExperiment#run}. */
    public ModelConfig run() {
        format.outputs(target).require();
        Checkpoint checkpoint = Checkpoint.read(source);
        Optional<Vocabulary> vocabulary = vocabulary(checkpoint);
        ModelConfig config = config(checkpoint, vocabulary);
        if (format == Format.HUGGINGFACE) {
            HuggingFaceFolder.requireHolds(source, config);
        }
        try (Engine engine = EngineConfig.AUTO.openFull()) {
            LanguageModel model = LanguageModel.create(config, engine, 0);
            checkpoint.loadInto(model);
            write(model, vocabulary, training(checkpoint));
            return config;
        }
    }

    private void write(LanguageModel model, Optional<Vocabulary> vocabulary, Map<String, String> training) {
        String version = provenance.programVersion();
        switch (format) {
            case PYTORCH -> Checkpoint.writeTorch(target, model, vocabulary, training, version);
            case SAFETENSORS ->
                Checkpoint.write(target, model, vocabulary.orElseThrow(this::corpusNeeded), training, version);
            case HUGGINGFACE ->
                Checkpoint.writeFolder(
                        target,
                        model,
                        vocabulary.orElseThrow(this::corpusNeeded),
                        training,
                        version,
                        HuggingFaceCard.text(
                                String.valueOf(
                                        target.toAbsolutePath().normalize().getFileName()),
                                model.config().fields(),
                                training));
        }
    }

    private Optional<Vocabulary> vocabulary(Checkpoint checkpoint) {
        Optional<Vocabulary> stored = checkpoint.vocabulary();
        Optional<Vocabulary> given = corpus.map(file -> Vocabulary.of(Corpus.read(file)));
        if (stored.isPresent() && given.isPresent()) {
            Inputs.requireSameVocabulary(source, stored.get(), corpus.get(), given.get());
        }
        return stored.or(() -> given);
    }

    private ModelConfig config(Checkpoint checkpoint, Optional<Vocabulary> vocabulary) {
        Variant variant = ConfigResolver.variantOf(checkpoint);
        RequestedShape typed = new RequestedShape(
                variant, Optional.empty(), Optional.empty(), Optional.empty(), numHeads, Optional.empty());
        return ConfigResolver.resolve(
                checkpoint,
                typed,
                vocabulary.map(known -> OptionalInt.of(known.size())).orElse(OptionalInt.empty()));
    }

    private InputException corpusNeeded() {
        return new InputException(source, "holds no vocabulary; name the corpus it was trained on with --corpus");
    }

    private Map<String, String> training(Checkpoint checkpoint) {
        if (!checkpoint.training().isEmpty()) {
            return checkpoint.training();
        }
        Map<String, String> training = new LinkedHashMap<>();
        training.put("command", provenance.command());
        training.put("task", "convert");
        training.put("source", String.valueOf(source.getFileName()));
        return training;
    }
}
