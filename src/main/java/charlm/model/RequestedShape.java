package charlm.model;

import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.util.Optional;

/**
 * The shape of a model as far as a user typed it; what was not typed comes from a parameter file, or from the reference's
 * defaults for a fresh model.
 */
public record RequestedShape(
        Variant variant,
        Optional<Integer> bottleneckDim,
        Optional<Integer> blockSize,
        Optional<Integer> numLayers,
        Optional<Integer> numHeads,
        Optional<Integer> embedDim) {
    public static final int DEFAULT_BOTTLENECK_DIM = 32;
    public static final int DEFAULT_BLOCK_SIZE = 128;
    public static final int DEFAULT_NUM_LAYERS = 4;
    public static final int DEFAULT_NUM_HEADS = 8;
    public static final int DEFAULT_EMBED_DIM = 256;

    /** Returns a shape of which nothing but the variant was typed. */
    public static RequestedShape of(Variant variant) {
        return new RequestedShape(
                variant, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the shape of a fresh model; throws {@link IllegalArgumentException} when it cannot be. */
    public ModelConfig fresh(int vocabSize) {
        return new ModelConfig(
                variant,
                vocabSize,
                blockSize.orElse(DEFAULT_BLOCK_SIZE),
                numLayers.orElse(DEFAULT_NUM_LAYERS),
                numHeads.orElse(DEFAULT_NUM_HEADS),
                embedDim.orElse(DEFAULT_EMBED_DIM),
                variant == Variant.PERCEIVER ? bottleneckDim.orElse(DEFAULT_BOTTLENECK_DIM) : 0);
    }
}
