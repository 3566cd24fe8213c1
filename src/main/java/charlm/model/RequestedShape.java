package charlm.model;

import charlm.data.UsageException;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.util.Optional;

/**
 * The shape of a model as far as the user gave it. A checkpoint completes it, or for a fresh model the reference's
 * defaults.
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

    /** Returns a shape of which the user gave nothing but the variant. */
    public static RequestedShape of(Variant variant) {
        return new RequestedShape(
                variant, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns the shape of a fresh model; throws {@link UsageException} where the numbers do not fit together. */
    public ModelConfig fresh(int vocabSize) {
        int block = blockSize.orElse(DEFAULT_BLOCK_SIZE);
        int layers = numLayers.orElse(DEFAULT_NUM_LAYERS);
        int heads = numHeads.orElse(DEFAULT_NUM_HEADS);
        int width = embedDim.orElse(DEFAULT_EMBED_DIM);
        int bottleneck = variant == Variant.PERCEIVER ? bottleneckDim.orElse(DEFAULT_BOTTLENECK_DIM) : 0;
        requireHeads(width, heads);
        if (variant == Variant.PERCEIVER) {
            UsageException.require(
                    layers >= ModelConfig.PERCEIVER_ENDS,
                    "--num-layers must be at least " + ModelConfig.PERCEIVER_ENDS
                            + " for a perceiver (a down and an up block), got " + layers);
            UsageException.require(
                    bottleneck >= 1 && bottleneck <= block,
                    "--bottleneck_dim must lie between 1 and --block-size, got " + bottleneck + " and " + block);
        }
        return new ModelConfig(variant, vocabSize, block, layers, heads, width, bottleneck);
    }

    /** Throws {@link UsageException} unless every head gets the same share of the width. */
    public static void requireHeads(int embedDim, int numHeads) {
        UsageException.require(
                numHeads >= 1 && embedDim >= 1 && embedDim % numHeads == 0,
                "--embed-dim must be a positive multiple of --num-heads, got " + embedDim + " and " + numHeads);
    }
}
