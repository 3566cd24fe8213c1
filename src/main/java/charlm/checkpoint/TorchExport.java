package charlm.checkpoint;

import charlm.model.LanguageModel;
import charlm.model.ModelConfig;
import charlm.model.Variant;
import charlm.nn.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a model as the reference's {@code torch.save(model.state_dict())} would: its parameters, and the constant causal
 * masks that the reference holds as buffers and asks for when it loads strictly.
 */
public final class TorchExport {
    private static final String KEY_WEIGHT = ".key.weight";

    private TorchExport() {}

    /** Writes {@code file} atomically; the same model gives the same bytes. Throws {@link OutputException}. */
    public static void write(Path file, LanguageModel model) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (Parameter parameter : model.parameters().list()) {
            String name = parameter.name();
            tensors.add(
                    new NamedTensor(name, parameter.shape(), parameter.value().toFloats()));
            if (name.endsWith(KEY_WEIGHT)) {
                String attention = name.substring(0, name.length() - KEY_WEIGHT.length());
                tensors.add(mask(attention + ".mask", maskSize(attention, model.config())));
            }
        }
        TorchZipWriter.write(file, tensors);
    }

    /** The perceiver's inner blocks see latents, everything else up to blockSize characters. */
    private static int maskSize(String attention, ModelConfig config) {
        boolean latents = config.variant() == Variant.PERCEIVER && attention.startsWith("blocks.");
        return latents ? config.bottleneckDim() : config.blockSize();
    }

    /** Returns ones on and below the diagonal, (1, 1, size, size). */
    private static NamedTensor mask(String name, int size) {
        float[] values = new float[size * size];
        for (int query = 0; query < size; query++) {
            for (int key = 0; key <= query; key++) {
                values[query * size + key] = 1;
            }
        }
        return new NamedTensor(name, new long[] {1, 1, size, size}, values);
    }
}
