package charlm.checkpoint.torch;

import charlm.checkpoint.safetensors.NamedTensor;
import charlm.files.OutputException;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.Parameter;
import charlm.nn.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a model as the reference's {@code torch.save(model.state_dict())} would: its parameters, and the constant causal
 * masks that the reference holds as buffers and asks for when it loads strictly.
 */
public final class TorchExport {
    private static final String KEY_WEIGHT = ".attn.key.weight";
    private static final int LARGEST_MASK = 23_170; // the bytes of a larger mask do not fit an array

    private TorchExport() {}

    /**
     * Writes {@code file} atomically, with {@code metadata} in an entry that PyTorch ignores; the same model and metadata
     * give the same bytes. Throws {@link OutputException}.
     */
    public static void write(Path file, LanguageModel model, String metadata) {
        int blockSize = model.config().blockSize();
        if (blockSize > LARGEST_MASK) {
            throw new OutputException(
                    file,
                    "cannot hold the causal masks of --block-size " + blockSize
                            + ", the limit of a PyTorch file is " + LARGEST_MASK
                            + "; write .safetensors, which holds no masks");
        }
        TorchZipWriter.write(file, tensors(model), metadata);
    }

    /** Returns the parameters with a mask behind each attention's keys; masks of one size share their values. */
    static List<NamedTensor> tensors(LanguageModel model) {
        List<NamedTensor> tensors = new ArrayList<>();
        Map<Integer, float[]> masks = new HashMap<>();
        for (Parameter parameter : model.parameters().list()) {
            String name = parameter.name();
            tensors.add(new NamedTensor(name, parameter.shape(), model.engine().toFloats(parameter.value())));
            if (name.endsWith(KEY_WEIGHT)) {
                String attention = name.substring(0, name.length() - KEY_WEIGHT.length());
                int size = maskSize(attention, model.config());
                float[] mask = masks.computeIfAbsent(size, CausalMask::values);
                tensors.add(new NamedTensor(attention + CausalMask.SUFFIX, new long[] {1, 1, size, size}, mask));
            }
        }
        return tensors;
    }

    /** The perceiver's inner blocks see latents, everything else up to blockSize characters. */
    private static int maskSize(String attention, ModelConfig config) {
        boolean latents = config.variant() == Variant.PERCEIVER && attention.startsWith("blocks.");
        return latents ? config.bottleneckDim() : config.blockSize();
    }
}
