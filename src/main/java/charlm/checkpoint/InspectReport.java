package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.safetensors.Safetensors;
import charlm.checkpoint.safetensors.SafetensorsHeader;
import charlm.checkpoint.safetensors.TensorDigests;
import charlm.data.CodePoints;
import charlm.data.Vocabulary;
import charlm.nn.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Describes the contents of a checkpoint in lines of text; reads only the header of a safetensors file. */
public final class InspectReport {
    private static final int MAX_NAME_WIDTH = 60;

    private InspectReport() {}

    /** One tensor of the file. */
    private record Row(String name, long[] shape, long count) {}

    /** Returns the lines; throws {@link CheckpointException}. */
    public static List<String> lines(Path file) {
        Checkpoint checkpoint;
        List<Row> rows = new ArrayList<>();
        if (FileFormat.of(file) == FileFormat.SAFETENSORS) {
            SafetensorsHeader header = Safetensors.readHeader(file);
            checkpoint = Checkpoint.of(file, header.metadata(), List.of());
            header.entries()
                    .forEach(entry ->
                            rows.add(new Row(entry.name(), entry.shape(), NamedTensor.elements(entry.shape()))));
        } else {
            checkpoint = Checkpoint.read(file);
            checkpoint
                    .tensors()
                    .forEach(tensor -> rows.add(new Row(tensor.name(), tensor.shape(), tensor.values().length)));
        }
        return lines(checkpoint, rows);
    }

    /**
     * Returns a line {@code DIGEST  NAME} for each tensor and one for all of them, as {@link TensorDigests} describes;
     * tensors of a PyTorch file count as F32. Throws {@link CheckpointException}.
     */
    public static List<String> digests(Path file) {
        TensorDigests digests;
        if (FileFormat.of(file) == FileFormat.SAFETENSORS) {
            digests = Safetensors.digests(file);
        } else {
            digests = new TensorDigests();
            Checkpoint.read(file).tensors().forEach(digests::add);
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
                    "  %-" + Math.max(1, widest) + "s  %-16s %,11d",
                    row.name(),
                    NamedTensor.describe(row.shape()),
                    row.count()));
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
