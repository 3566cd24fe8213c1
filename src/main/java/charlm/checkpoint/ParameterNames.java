package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The reference's names of the tensors of a stranger's file. What wraps a module puts its own name before every key
 * ({@code module.} of DataParallel), or between the modules that it wraps.
 */
final class ParameterNames {
    /** The one parameter by which a state dict of the reference's model is known. */
    static final String TOKENS = "tok_emb.weight";

    private static final Pattern WRAPPERS =
            Pattern.compile("(?<![^.])(_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.");

    private ParameterNames() {}

    /** Returns {@code tensors} under the reference's names, and adds to {@code notes} what was left out of the names. */
    static List<NamedTensor> restore(Path file, List<NamedTensor> tensors, List<String> notes) {
        Map<String, NamedTensor> unwrapped = unwrap(file, tensors, notes);
        List<String> models = unwrapped.keySet().stream()
                .filter(name -> name.equals(TOKENS) || name.endsWith("." + TOKENS))
                .toList();
        if (models.isEmpty()) { // no model of ours; whoever looks for a parameter says so
            return tensors;
        }
        if (models.size() > 1) {
            throw new CheckpointException(
                    file,
                    "holds the parameters of " + models.size() + " models, with " + String.join(" and ", models)
                            + "; save one of them: torch.save(model.state_dict(), \"model.pt\")");
        }
        String prefix = models.get(0).substring(0, models.get(0).length() - TOKENS.length());
        List<NamedTensor> restored = new ArrayList<>();
        unwrapped.forEach((name, tensor) -> {
            if (!name.startsWith(prefix)) {
                throw new CheckpointException(
                        file,
                        "has " + name + " beside the parameters of a model, which begin with " + prefix
                                + "; save that model alone: torch.save(model.state_dict(), \"model.pt\")");
            }
            restored.add(new NamedTensor(name.substring(prefix.length()), tensor.shape(), tensor.values()));
        });
        if (!prefix.isEmpty()) {
            notes.add("left " + prefix + " out of its names");
        }
        return restored;
    }

    private static Map<String, NamedTensor> unwrap(Path file, List<NamedTensor> tensors, List<String> notes) {
        Map<String, NamedTensor> unwrapped = new LinkedHashMap<>();
        boolean wrapped = false;
        for (NamedTensor tensor : tensors) {
            String name = WRAPPERS.matcher(tensor.name()).replaceAll("");
            wrapped |= !name.equals(tensor.name());
            if (unwrapped.put(name, tensor) != null) {
                throw new CheckpointException(file, "has " + name + " twice, within a wrapper and without");
            }
        }
        if (wrapped) {
            notes.add("left wrappers such as _orig_mod out of its names");
        }
        return unwrapped;
    }
}
