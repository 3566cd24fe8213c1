package charlm.nn;

import charlm.data.SpanCorruptionDataset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The shape of a network, which all layers read; a shape that cannot be is refused.
 *
 * @param vocabSize V, PAD and MASK included
 * @param blockSize the longest context, at least 5 (the shortest that span corruption can fill)
 * @param numLayers depth; the perceiver's first and last are its down and up blocks
 * @param numHeads H
 * @param embedDim C, a multiple of H
 * @param bottleneckDim M, 1 to blockSize; 0 for vanilla
 */
public record ModelConfig(
        Variant variant, int vocabSize, int blockSize, int numLayers, int numHeads, int embedDim, int bottleneckDim) {
    /** The smallest block size that pretraining data fits. */
    public static final int MIN_BLOCK_SIZE = SpanCorruptionDataset.MIN_BLOCK_SIZE;

    /** The number of layers at the ends of a perceiver: the down and the up block. */
    public static final int PERCEIVER_ENDS = 2;

    private static final String VARIANT = "variant";
    private static final String VOCAB_SIZE = "vocab_size";
    private static final String BLOCK_SIZE = "block_size";
    private static final String NUM_LAYERS = "num_layers";
    private static final String NUM_HEADS = "num_heads";
    private static final String EMBED_DIM = "embed_dim";
    private static final String BOTTLENECK_DIM = "bottleneck_dim";

    public ModelConfig {
        require(variant != null, VARIANT + " must be given");
        require(vocabSize >= 1, VOCAB_SIZE + " must be positive, got " + vocabSize);
        require(blockSize >= MIN_BLOCK_SIZE, BLOCK_SIZE + " must be at least " + MIN_BLOCK_SIZE + ", got " + blockSize);
        require(numLayers >= 1, NUM_LAYERS + " must be positive, got " + numLayers);
        require(
                numHeads >= 1 && embedDim >= 1 && embedDim % numHeads == 0,
                EMBED_DIM + " must be a positive multiple of " + NUM_HEADS + ", got " + embedDim + " and " + numHeads);
        if (variant == Variant.PERCEIVER) {
            require(
                    numLayers >= PERCEIVER_ENDS,
                    NUM_LAYERS + " must be at least " + PERCEIVER_ENDS
                            + " for a perceiver (a down and an up block), got " + numLayers);
            require(
                    bottleneckDim >= 1 && bottleneckDim <= blockSize,
                    BOTTLENECK_DIM + " must lie between 1 and " + BLOCK_SIZE + ", got " + bottleneckDim + " and "
                            + blockSize);
        } else {
            require(bottleneckDim == 0, BOTTLENECK_DIM + " must be 0 for a vanilla decoder, got " + bottleneckDim);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Returns the same shape with another number of heads. */
    public ModelConfig withHeads(int heads) {
        return new ModelConfig(variant, vocabSize, blockSize, numLayers, heads, embedDim, bottleneckDim);
    }

    /** Returns the same shape with another number of layers. */
    public ModelConfig withLayers(int layers) {
        return new ModelConfig(variant, vocabSize, blockSize, layers, numHeads, embedDim, bottleneckDim);
    }

    /** Returns all components, in order, under their names in files. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(VARIANT, variant.label());
        fields.put(VOCAB_SIZE, vocabSize);
        fields.put(BLOCK_SIZE, blockSize);
        fields.put(NUM_LAYERS, numLayers);
        fields.put(NUM_HEADS, numHeads);
        fields.put(EMBED_DIM, embedDim);
        fields.put(BOTTLENECK_DIM, bottleneckDim);
        return fields;
    }

    /** Returns the shape of {@link #fields}; throws {@link IllegalArgumentException} where one is not a number. */
    public static ModelConfig ofFields(Map<String, Object> fields) {
        return new ModelConfig(
                Variant.of(String.valueOf(fields.get(VARIANT))),
                number(fields, VOCAB_SIZE),
                number(fields, BLOCK_SIZE),
                number(fields, NUM_LAYERS),
                number(fields, NUM_HEADS),
                number(fields, EMBED_DIM),
                number(fields, BOTTLENECK_DIM));
    }

    private static int number(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof Integer value) {
            return value;
        }
        throw new IllegalArgumentException(name + " is " + fields.get(name));
    }

    /** Returns the largest number of positions that the inner layers compute of a sequence: M, or all. */
    public int innerPositions() {
        return variant == Variant.PERCEIVER ? bottleneckDim : blockSize;
    }

    /** Returns the number of self-attention blocks: all layers, or those between the perceiver's ends. */
    public int innerLayers() {
        return variant == Variant.PERCEIVER ? numLayers - PERCEIVER_ENDS : numLayers;
    }

    /** Returns the shape in words, for messages. */
    @Override
    public String toString() {
        return variant + " of block size " + blockSize + ", " + numLayers + " layers, " + numHeads + " heads, width "
                + embedDim + ", " + vocabSize + " symbols"
                + (bottleneckDim > 0 ? ", " + bottleneckDim + " latents" : "");
    }
}
