package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.checkpoint.torch.CausalMask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the reference's parameters out of a file that another program wrote, and notes what it did. */
final class ForeignTensors {
    private static final int MAX_SHARING = 4; // as for the shared storages of a PyTorch file

    private final Path file;
    private final List<String> notes;

    /** Adds to {@code notes}, words for the log. */
    ForeignTensors(Path file, List<String> notes) {
        this.file = file;
        this.notes = notes;
    }

    List<NamedTensor> parameters(Map<String, String> metadata, List<NamedTensor> stored) {
        List<NamedTensor> named = ParameterNames.restore(file, withAliases(metadata, stored), notes);
        return named.stream().filter(this::isParameter).toList();
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
