package charlm.checkpoint;

import charlm.checkpoint.huggingface.GptTwoTensors;
import charlm.checkpoint.huggingface.HuggingFaceFolder;
import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.ElementType;
import charlm.checkpoint.safetensors.FiniteCheck;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.checkpoint.torch.CausalMask;
import charlm.checkpoint.torch.TorchArchive;
import charlm.checkpoint.torch.TorchExport;
import charlm.data.CodePoints;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

    /** Returns whether {@code file} begins like a checkpoint and not like a text. */
    public static boolean isParameterFile(Path file) {
        try {
            FileFormat.of(file);
            return true;
        } catch (CheckpointException e) {
            return false;
        }
    }

    /** Reads a file of any known format; throws {@link CheckpointException}, also for a number that is none. */
    public static Checkpoint read(Path file) {
        FileFormat format = FileFormat.of(file);
        List<String> notes = new ArrayList<>();
        Checkpoint checkpoint = of(file, format, stored(file, format, notes), notes);
        FiniteCheck.require(file, checkpoint.tensors());
        if (!notes.isEmpty()) {
            LOG.info("{}: {}", file, CodePoints.printable(String.join("; ", notes)));
        }
        return checkpoint;
    }

    /** What a file holds, under its own names, with the types of its elements. */
    record Stored(Map<String, String> metadata, List<NamedTensor> tensors, Map<String, ElementType> types) {}

    /** Reads all that {@code file} holds, and adds to {@code notes} how it was found. */
    static Stored stored(Path file, FileFormat format, List<String> notes) {
        if (format == FileFormat.SAFETENSORS || format == FileFormat.HUGGING_FACE) {
            boolean isFolder = format == FileFormat.HUGGING_FACE;
            Safetensors.Contents contents = Safetensors.read(isFolder ? HuggingFaceFolder.weights(file) : file);
            noteRounding(contents.types(), notes);
            return new Stored(contents.metadata(), contents.tensors(), contents.types());
        }
        TorchArchive.Contents contents = TorchArchive.read(file, format == FileFormat.TORCH_ZIP, ParameterNames.TOKENS);
        notes.addAll(contents.notes());
        noteRounding(contents.types(), notes);
        Map<String, String> metadata = contents.metadata()
                .map(json -> ConfigCodec.decodeStrings(file, "metadata", json))
                .orElse(Map.of());
        return new Stored(metadata, contents.tensors(), contents.types());
    }

    private static void noteRounding(Map<String, ElementType> types, List<String> notes) {
        if (types.entrySet().stream()
                .anyMatch(tensor -> tensor.getValue() == ElementType.F64 && !CausalMask.isNamed(tensor.getKey()))) {
            notes.add("rounded float64 to float32");
        }
    }

    /** Makes a checkpoint of what a safetensors file holds; throws {@link CheckpointException}. */
    public static Checkpoint of(Path file, Map<String, String> metadata, List<NamedTensor> tensors) {
        return of(file, FileFormat.SAFETENSORS, new Stored(metadata, tensors, Map.of()), new ArrayList<>());
    }

    static Checkpoint of(Path file, FileFormat format, Stored stored, List<String> notes) {
        Optional<HuggingFaceFolder> folder =
                format == FileFormat.HUGGING_FACE ? Optional.of(HuggingFaceFolder.read(file)) : Optional.empty();
        Optional<CheckpointMetadata> own = CheckpointMetadata.decode(file, format, stored.metadata());
        if (own.isEmpty()) {
            return folder.map(described -> foreign(file, format, described, stored))
                    .orElseGet(() -> new Checkpoint(
                            file,
                            format.foreignLabel(),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of(),
                            new ForeignTensors(file, notes).parameters(stored)));
        }
        CheckpointMetadata metadata = own.get();
        folder.ifPresent(described -> requireSame(file, metadata, described));
        List<NamedTensor> tensors = HuggingFaceFolder.hasLayout(file, stored.metadata())
                ? GptTwoTensors.toReference(file, stored.tensors())
                : stored.tensors();
        return new Checkpoint(
                file,
                format.ownLabel() + ", format " + CheckpointMetadata.FORMAT_VERSION,
                Optional.of(metadata.config()),
                metadata.vocabulary(),
                metadata.training(),
                tensors.stream()
                        .filter(tensor -> !CausalMask.isNamed(tensor.name()))
                        .toList());
    }

    private static Checkpoint foreign(Path file, FileFormat format, HuggingFaceFolder described, Stored stored) {
        return new Checkpoint(
                file,
                format.foreignLabel(),
                Optional.of(described.config()),
                described.vocabulary(),
                Map.of(),
                GptTwoTensors.toReference(file, stored.tensors()));
    }

    /** Hugging Face's library believes the folder, charlm the metadata of its tensors. */
    private static void requireSame(Path file, CheckpointMetadata metadata, HuggingFaceFolder described) {
        boolean same = described.config().equals(metadata.config())
                && described.vocabulary().equals(metadata.vocabulary());
        if (!same) {
            throw new CheckpointException(
                    file,
                    "its config.json or tokenizer.json has been changed: its tensors are those of a "
                            + metadata.config()
                            + ", its config says " + described.config()
                            + (described.vocabulary().equals(metadata.vocabulary())
                                    ? ""
                                    : ", and the characters differ")
                            + "; convert the checkpoint again");
        }
    }

    /** Writes the parameters of {@code model} to {@code file}, atomically; throws {@link OutputException}. */
    public static void write(
            Path file,
            LanguageModel model,
            Vocabulary vocabulary,
            Map<String, String> training,
            String programVersion) {
        Safetensors.write(
                file,
                new CheckpointMetadata(model.config(), Optional.of(vocabulary), training).encode(programVersion),
                tensors(model));
    }

    private static List<NamedTensor> tensors(LanguageModel model) {
        return model.parameters().list().stream()
                .map(parameter -> new NamedTensor(
                        parameter.name(), parameter.shape(), model.engine().toFloats(parameter.value())))
                .toList();
    }

    /**
     * Writes the same as a PyTorch state dict, atomically. PyTorch does not see the metadata. A model from a stranger's
     * file may have no vocabulary. Throws {@link OutputException}.
     */
    public static void writeTorch(
            Path file,
            LanguageModel model,
            Optional<Vocabulary> vocabulary,
            Map<String, String> training,
            String programVersion) {
        Map<String, String> metadata =
                new CheckpointMetadata(model.config(), vocabulary, training).encode(programVersion);
        TorchExport.write(file, model, JSON.std.asString(metadata));
    }

    /**
     * Writes the same as a folder that Hugging Face's library opens, whole or not at all. Throws {@link OutputException},
     * and {@link CheckpointException} for a model that is no GPT-2.
     *
     * @param card for people, in Markdown
     */
    public static void writeFolder(
            Path folder,
            LanguageModel model,
            Vocabulary vocabulary,
            Map<String, String> training,
            String programVersion,
            String card) {
        Map<String, String> metadata =
                new CheckpointMetadata(model.config(), Optional.of(vocabulary), training).encode(programVersion);
        HuggingFaceFolder.write(folder, model.config(), tensors(model), vocabulary, training, metadata, card);
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
