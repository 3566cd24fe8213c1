package charlm.checkpoint.huggingface;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives the vanilla decoder's tensors the names and forms of GPT-2, and back. Its {@code Conv1D} computes x W + b, so a
 * weight is (in, out) where ours is (out, in), and {@code c_attn} holds query, key and value side by side: (C, 3C).
 */
public final class GptTwoTensors {
    private static final String BODY = "transformer.";
    private static final Pattern BLOCK = Pattern.compile("transformer\\.h\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Pattern OUR_BLOCK = Pattern.compile("blocks\\.(\\d+)\\.(.+)\\.(weight|bias)");
    /** Constants that older versions of Hugging Face's library stored: the causal mask and the masked score. */
    private static final Pattern BUFFER = Pattern.compile("transformer\\.h\\.\\d+\\.attn\\.(bias|masked_bias)");

    private static final String QKV = "attn.c_attn";
    private static final List<String> QKV_PARTS = List.of("attn.query", "attn.key", "attn.value");
    private static final String POSITIONS = "pos_emb";
    private static final String POSITIONS_THERE = BODY + "wpe.weight";
    private static final Map<String, String> OUTSIDE = Map.of(
            "tok_emb.weight", BODY + "wte.weight",
            "ln_f.weight", BODY + "ln_f.weight",
            "ln_f.bias", BODY + "ln_f.bias",
            "head.weight", "lm_head.weight");
    private static final Map<String, String> INSIDE = Map.of(
            "ln1", "ln_1",
            "ln2", "ln_2",
            "attn.proj", "attn.c_proj",
            "mlp.0", "mlp.c_fc",
            "mlp.2", "mlp.c_proj");

    private GptTwoTensors() {}

    /** Returns all parameters of a vanilla decoder as GPT-2 has them. */
    static List<NamedTensor> ofReference(List<NamedTensor> parameters) {
        List<NamedTensor> tensors = new ArrayList<>();
        Map<String, NamedTensor> byName = new LinkedHashMap<>();
        parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
        for (NamedTensor parameter : parameters) {
            Matcher block = OUR_BLOCK.matcher(parameter.name());
            if (parameter.name().equals(POSITIONS)) { // (1, T, C) -> (T, C)
                tensors.add(new NamedTensor(
                        POSITIONS_THERE,
                        new long[] {parameter.shape()[1], parameter.shape()[2]},
                        parameter.values()));
            } else if (!block.matches()) {
                tensors.add(renamed(parameter, OUTSIDE.get(parameter.name())));
            } else if (block.group(2).equals(QKV_PARTS.get(0))) {
                tensors.add(fused(block, byName));
            } else if (!QKV_PARTS.contains(block.group(2))) {
                NamedTensor named = renamed(
                        parameter,
                        BODY + "h." + block.group(1) + "." + INSIDE.get(block.group(2)) + "." + block.group(3));
                tensors.add(isMatrix(parameter) ? transposed(named) : named);
            }
        }
        return tensors;
    }

    /** Returns query, key and value as one: three times (C, C) -> (C, 3C), three times (C) -> (3C). */
    private static NamedTensor fused(Matcher query, Map<String, NamedTensor> byName) {
        List<NamedTensor> parts = QKV_PARTS.stream()
                .map(part -> byName.get("blocks." + query.group(1) + "." + part + "." + query.group(3)))
                .toList();
        int length = parts.get(0).values().length;
        float[] rows = new float[QKV_PARTS.size() * length];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i).values(), 0, rows, i * length, length);
        }
        long[] shape = parts.get(0).shape().clone();
        shape[0] *= QKV_PARTS.size();
        NamedTensor stacked =
                new NamedTensor(BODY + "h." + query.group(1) + "." + QKV + "." + query.group(3), shape, rows);
        return isMatrix(stacked) ? transposed(stacked) : stacked;
    }

    /**
     * Returns {@code tensors} under the reference's names. Names that GPT-2 does not have stay, for whoever loads them to
     * refuse.
     */
    public static List<NamedTensor> toReference(Path file, List<NamedTensor> tensors) {
        List<NamedTensor> parameters = new ArrayList<>();
        for (NamedTensor tensor : tensors) {
            if (BUFFER.matcher(tensor.name()).matches()) {
                continue;
            }
            Matcher block = BLOCK.matcher(tensor.name());
            if (tensor.name().equals(POSITIONS_THERE) && isMatrix(tensor)) { // (T, C) -> (1, T, C)
                parameters.add(new NamedTensor(
                        POSITIONS, new long[] {1, tensor.shape()[0], tensor.shape()[1]}, tensor.values()));
            } else if (!block.matches()) {
                parameters.add(renamed(tensor, ours(OUTSIDE, tensor.name(), tensor.name())));
            } else if (block.group(2).equals(QKV)) {
                parameters.addAll(parts(file, tensor, block));
            } else {
                String name = "blocks." + block.group(1) + "." + ours(INSIDE, block.group(2), block.group(2)) + "."
                        + block.group(3);
                NamedTensor named = renamed(tensor, name);
                parameters.add(isMatrix(tensor) ? transposed(named) : named);
            }
        }
        return parameters;
    }

    private static String ours(Map<String, String> names, String theirs, String otherwise) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(theirs))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(otherwise);
    }

    private static List<NamedTensor> parts(Path file, NamedTensor fused, Matcher block) {
        NamedTensor stacked = isMatrix(fused) ? transposed(fused) : fused;
        if (stacked.shape().length == 0 || stacked.shape()[0] % QKV_PARTS.size() != 0) {
            throw new CheckpointException(
                    file,
                    "tensor " + fused.name() + " is " + NamedTensor.describe(fused.shape())
                            + ", which is no query, key and value side by side");
        }
        long[] shape = stacked.shape().clone();
        shape[0] /= QKV_PARTS.size();
        int length = (int) NamedTensor.elements(shape);
        List<NamedTensor> parts = new ArrayList<>();
        for (int i = 0; i < QKV_PARTS.size(); i++) {
            float[] values = new float[length];
            System.arraycopy(stacked.values(), i * length, values, 0, length);
            parts.add(new NamedTensor(
                    "blocks." + block.group(1) + "." + QKV_PARTS.get(i) + "." + block.group(3), shape, values));
        }
        return parts;
    }

    private static boolean isMatrix(NamedTensor tensor) {
        return tensor.shape().length == 2;
    }

    private static NamedTensor renamed(NamedTensor tensor, String name) {
        return new NamedTensor(name, tensor.shape(), tensor.values());
    }

    /** (rows, columns) -> (columns, rows). */
    private static NamedTensor transposed(NamedTensor tensor) {
        int rows = Math.toIntExact(tensor.shape()[0]);
        int columns = Math.toIntExact(tensor.shape()[1]);
        float[] values = new float[tensor.values().length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[column * rows + row] = tensor.values()[row * columns + column];
            }
        }
        return new NamedTensor(tensor.name(), new long[] {columns, rows}, values);
    }
}
