package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.ElementType;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.torch.CausalMask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the reference's parameters out of a file that another program wrote, and notes what it did. */
final class ForeignTensors {
    private static final int MAX_SHARING = 4; // as for the shared storages of a PyTorch file

    private static final Pattern PART = Pattern.compile("-\\d{5}-of-(\\d{5})\\.");
    /** Ends of the names of the reference's parameters. */
    private static final Pattern PARAMETER = Pattern.compile("(^|\\.)(weight|bias|pos_emb|down_block\\.C)$");

    private final Path file;
    private final List<String> notes;

    /** Adds to {@code notes}, words for the log. */
    ForeignTensors(Path file, List<String> notes) {
        this.file = file;
        this.notes = notes;
    }

    List<NamedTensor> parameters(Checkpoint.Stored stored) {
        if (!stored.tensors().isEmpty()) {
            requireWhole();
        }
        requireFloating(stored.types());
        List<NamedTensor> named = ParameterNames.restore(file, withAliases(stored.metadata(), stored.tensors()), notes);
        return named.stream().filter(this::isParameter).toList();
    }

    /** Large models are saved in parts whose names say so. */
    private void requireWhole() {
        Matcher part = PART.matcher(file.getFileName().toString());
        if (part.find() && Integer.parseInt(part.group(1)) > 1) {
            throw new CheckpointException(
                    file,
                    "is one of " + Integer.parseInt(part.group(1))
                            + " parts of a model; save it as one file, with a max_shard_size that it does not reach");
        }
    }

    /** Whole numbers are a quantised model's, and mean nothing without the scales that are kept elsewhere. */
    private void requireFloating(Map<String, ElementType> types) {
        types.forEach((name, type) -> {
            if (!type.isFloating() && PARAMETER.matcher(name).find()) {
                throw new CheckpointException(
                        file,
                        "tensor " + name + " holds whole numbers (" + type
                                + "), as quantised models do; save the model in"
                                + " float32, with dequantize() where it is quantised");
            }
        });
    }

    /** The library of safetensors stores shared weights once; its metadata call the others by the stored one's name. */
    private List<NamedTensor> withAliases(Map<String, String> metadata, List<NamedTensor> stored) {
        Map<String, NamedTensor> byName = new LinkedHashMap<>();
        stored.forEach(tensor -> byName.put(tensor.name(), tensor));
        List<NamedTensor> all = new ArrayList<>(stored);
        metadata.forEach((alias, name) -> {
            NamedTensor tensor = byName.get(name);
            if (tensor != null && !byName.containsKey(alias)) {
                all.add(new NamedTensor(alias, tensor.shape(), tensor.values()));
                notes.add("took " + name + " for " + alias + " too, as its metadata say");
            }
        });
        if (elements(all) > MAX_SHARING * elements(stored)) {
            throw new CheckpointException(
                    file,
                    "its metadata give " + (all.size() - stored.size()) + " more names to its " + stored.size()
                            + " tensors, too many; store each tensor itself");
        }
        return all;
    }

    private static long elements(List<NamedTensor> tensors) {
        return tensors.stream().mapToLong(tensor -> tensor.values().length).sum();
    }

    private boolean isParameter(NamedTensor tensor) {
        if (!CausalMask.isNamed(tensor.name())) {
            return true;
        }
        if (!CausalMask.isCausal(tensor)) {
            throw new CheckpointException(
                    file,
                    "its buffer " + tensor.name() + " is not the causal mask of the reference's attention; this program"
                            + " computes that alone");
        }
        return false;
    }
}
