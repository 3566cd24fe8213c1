package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.checkpoint.torch.TorchArchive;
import charlm.data.Vocabulary;
import charlm.files.OutputException;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.jr.ob.JSON;

/**
 * A checkpoint (parameter file): tensors under the reference's names. A file that charlm wrote also holds the model's
 * shape, its vocabulary and the settings of its training.
 *
 * @param format the format in words
 * @param config empty for a foreign file
 * @param vocabulary empty for a foreign file
 * @param training the settings of its training; empty for a foreign file
 */
public record Checkpoint(
        Path file,
        String format,
        Optional<ModelConfig> config,
        Optional<Vocabulary> vocabulary,
        Map<String, String> training,
        List<NamedTensor> tensors) {
    static final String FORMAT_KEY = "charlm.format";
    static final String CONFIG_KEY = "charlm.config";
    static final String VOCABULARY_KEY = "charlm.vocabulary";
    static final String TRAINING_KEY = "charlm.training";
    static final String VERSION_KEY = "charlm.version";
    private static final String FORMAT_VERSION = "1";
    private static final String MASK_BUFFER = ".attn.mask";

    /** Returns whether {@code file} begins like a checkpoint and not like a text. */
    public static boolean isParameterFile(Path file) {
        try {
            FileFormat.of(file);
            return true;
        } catch (CheckpointException e) {
            return false;
        }
    }

    /** Reads a file of any known format; throws {@link CheckpointException}. */
    public static Checkpoint read(Path file) {
        return switch (FileFormat.of(file)) {
            case SAFETENSORS -> {
                Safetensors.Contents contents = Safetensors.read(file);
                yield of(file, contents.metadata(), contents.tensors());
            }
            case TORCH_ZIP -> foreign(file, "PyTorch state dict (zip)", TorchArchive.read(file, true));
            case TORCH_LEGACY -> foreign(file, "PyTorch state dict (legacy)", TorchArchive.read(file, false));
        };
    }

    private static Checkpoint foreign(Path file, String format, List<NamedTensor> tensors) {
        return new Checkpoint(file, format, Optional.empty(), Optional.empty(), Map.of(), parameters(tensors));
    }

    /** Drops the reference's constant mask buffers, which are not parameters. */
    private static List<NamedTensor> parameters(List<NamedTensor> tensors) {
        return tensors.stream()
                .filter(tensor -> !tensor.name().endsWith(MASK_BUFFER))
                .toList();
    }

    public static Checkpoint of(Path file, Map<String, String> metadata, List<NamedTensor> tensors) {
        String version = metadata.get(FORMAT_KEY);
        if (version == null) {
            return foreign(file, "safetensors of another program", tensors);
        }
        if (!version.equals(FORMAT_VERSION)) {
            throw new CheckpointException(
                    file,
                    "has charlm format " + version + ", this program reads format " + FORMAT_VERSION
                            + "; use the charlm that wrote it (" + metadata.get(VERSION_KEY) + ")");
        }
        ModelConfig config = ConfigCodec.decode(file, required(file, metadata, CONFIG_KEY));
        Vocabulary vocabulary = vocabulary(file, required(file, metadata, VOCABULARY_KEY));
        if (vocabulary.size() != config.vocabSize()) {
            throw new CheckpointException(
                    file,
                    "its vocabulary has " + vocabulary.size() + " symbols, its config says " + config.vocabSize());
        }
        Map<String, String> training =
                ConfigCodec.decodeStrings(file, TRAINING_KEY, required(file, metadata, TRAINING_KEY));
        return new Checkpoint(
                file,
                "charlm safetensors, format " + version,
                Optional.of(config),
                Optional.of(vocabulary),
                training,
                parameters(tensors));
    }

    private static Vocabulary vocabulary(Path file, String symbols) {
        try {
            return Vocabulary.ofSymbols(symbols);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "its " + VOCABULARY_KEY + " is wrong: " + e.getMessage(), e);
        }
    }

    private static String required(Path file, Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new CheckpointException(file, "lacks " + key + " in its metadata");
        }
        return value;
    }

    /** Writes the parameters of {@code model} to {@code file}, atomically; throws {@link OutputException}. */
    public static void write(
            Path file,
            LanguageModel model,
            Vocabulary vocabulary,
            Map<String, String> training,
            String programVersion) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT_KEY, FORMAT_VERSION);
        metadata.put(VERSION_KEY, programVersion);
        metadata.put(CONFIG_KEY, ConfigCodec.encode(model.config()));
        metadata.put(VOCABULARY_KEY, vocabulary.symbols());
        metadata.put(TRAINING_KEY, JSON.std.asString(training));
        List<NamedTensor> tensors = new ArrayList<>();
        for (Parameter parameter : model.parameters().list()) {
            tensors.add(new NamedTensor(
                    parameter.name(), parameter.shape(), model.engine().toFloats(parameter.value())));
        }
        Safetensors.write(file, metadata, tensors);
    }

    /** Copies the parameters into {@code model}; throws {@link CheckpointException} unless names and shapes match. */
    public void loadInto(LanguageModel model) {
        Map<String, NamedTensor> byName = new LinkedHashMap<>();
        tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
        for (Parameter parameter : model.parameters().list()) {
            ParameterMatch.require(file, parameter, byName.remove(parameter.name()));
        }
        if (!byName.isEmpty()) {
            throw new CheckpointException(
                    file, "holds tensors that this model does not have: " + String.join(", ", byName.keySet()));
        }
        tensors.forEach(tensor -> model.parameters().get(tensor.name()).value().set(tensor.values()));
    }
}
