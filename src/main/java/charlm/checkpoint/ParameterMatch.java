package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.nn.Parameter;
import java.nio.file.Path;
import java.util.Arrays;

/** Checks that a stored tensor fits a parameter, and explains when it does not. */
final class ParameterMatch {
    private ParameterMatch() {}

    /** Throws {@link CheckpointException} unless {@code stored} is there and has the parameter's shape. */
    static void require(Path file, Parameter parameter, NamedTensor stored) {
        if (stored == null) {
            throw new CheckpointException(
                    file, "lacks parameter " + parameter.name() + "; is it a checkpoint of this variant and depth?");
        }
        if (!Arrays.equals(stored.shape(), parameter.shape())) {
            throw new CheckpointException(
                    file,
                    "parameter " + parameter.name() + " is " + NamedTensor.describe(stored.shape())
                            + ", this model needs " + NamedTensor.describe(parameter.shape())
                            + hint(parameter.name(), stored.shape()));
        }
    }

    private static String hint(String name, long[] stored) {
        if (name.equals("pos_emb") && stored.length == 3) {
            return "; was it trained with --block-size " + stored[1] + "?";
        }
        if (name.equals("tok_emb.weight") && stored.length == 2) {
            return "; was it trained on a corpus of " + stored[0] + " different characters?";
        }
        return "";
    }
}
