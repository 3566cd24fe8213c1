package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.FiniteCheck;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.checkpoint.safetensors.TensorDigests;
import charlm.checkpoint.torch.CausalMask;
import charlm.data.CodePoints;
import charlm.data.Vocabulary;
import charlm.files.ModelFolder;
import charlm.nn.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Describes the contents of a checkpoint in lines of text, under the names of the file; shows numbers that are none. */
public final class InspectReport {
    private static final int MAX_NAME_WIDTH = 60;

    private InspectReport() {}

    /** One tensor of the file, and what is wrong with its values. */
    private record Row(String name, long[] shape, Optional<String> problem) {
        long count() {
            return NamedTensor.elements(shape);
        }
    }

    /** Returns the lines; throws {@link CheckpointException}. */
    public static List<String> lines(Path file) {
        FileFormat format = FileFormat.of(file);
        List<Row> rows = new ArrayList<>();
        Map<String, String> metadata;
        if (format == FileFormat.SAFETENSORS || format == FileFormat.HUGGING_FACE) {
            metadata = Safetensors.check(
                            ModelFolder.parameters(file),
                            (entry, problem) -> rows.add(new Row(entry.name(), entry.shape(), problem)))
                    .metadata();
        } else {
            Checkpoint.Stored stored = Checkpoint.stored(file, format, new ArrayList<>());
            metadata = stored.metadata();
            stored.tensors()
                    .forEach(tensor -> rows.add(new Row(tensor.name(), tensor.shape(), FiniteCheck.problem(tensor))));
        }
        rows.removeIf(row -> CausalMask.isNamed(row.name()));
        Checkpoint checkpoint =
                Checkpoint.of(file, format, new Checkpoint.Stored(metadata, List.of(), Map.of()), new ArrayList<>());
        return lines(checkpoint, rows);
    }

    /**
     * Returns a line {@code DIGEST  NAME} for each tensor and one for all of them, as {@link TensorDigests} describes;
     * tensors of a PyTorch file count as F32, those of a folder
     * under the reference's names. Throws {@link CheckpointException}.
     */
    public static List<String> digests(Path file) {
        FileFormat format = FileFormat.of(file);
        TensorDigests digests;
        if (format == FileFormat.SAFETENSORS) {
            digests = Safetensors.digests(file);
        } else {
            digests = new TensorDigests();
            Checkpoint.Stored stored = Checkpoint.stored(file, format, new ArrayList<>());
            List<NamedTensor> tensors = format == FileFormat.HUGGING_FACE
                    ? Checkpoint.of(file, format, stored, new ArrayList<>()).tensors()
                    : stored.tensors();
            tensors.stream()
                    .filter(tensor -> !CausalMask.isNamed(tensor.name()))
                    .forEach(digests::add);
        }
        return digests.lines().stream().map(CodePoints::printable).toList();
    }

    private static List<String> lines(Checkpoint checkpoint, List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("file: " + checkpoint.file());
        lines.add("format: " + checkpoint.format());
        lines.add("config: " + checkpoint.config().map(InspectReport::describe).orElse("not in the file"));
        lines.add("vocabulary: " + vocabulary(checkpoint.vocabulary()));
        if (!checkpoint.training().isEmpty()) {
            lines.add("training:");
            new TreeMap<>(checkpoint.training()).forEach((key, value) -> lines.add("  " + key + ": " + value));
        }
        lines.add("tensors: " + rows.size());
        int widest = rows.stream()
                .mapToInt(row -> Math.min(row.name().length(), MAX_NAME_WIDTH))
                .max()
                .orElse(0);
        for (Row row : rows) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-" + Math.max(1, widest) + "s  %-16s %,11d%s",
                    row.name(),
                    NamedTensor.describe(row.shape()),
                    row.count(),
                    row.problem().map(problem -> "  " + problem).orElse("")));
        }
        lines.add(String.format(
                Locale.ROOT,
                "parameters: %,d",
                rows.stream().mapToLong(Row::count).sum()));
        return lines.stream().map(CodePoints::printable).toList();
    }

    private static String describe(ModelConfig config) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("block size", config.blockSize());
        fields.put("layers", config.numLayers());
        fields.put("heads", config.numHeads());
        fields.put("width", config.embedDim());
        if (config.bottleneckDim() > 0) {
            fields.put("bottleneck", config.bottleneckDim());
        }
        return config.variant() + " " + fields;
    }

    private static String vocabulary(Optional<Vocabulary> vocabulary) {
        return vocabulary.map(held -> held.size() + " symbols").orElse("not in the file; the corpus gives it");
    }
}
