package charlm.train;

import charlm.model.ModelConfig;
import charlm.model.Variant;

/**
 * What training takes, from the shape alone. The activations of a step follow from what the layers keep for their backward
 * passes and what those take; a test holds them to what a real step allocates.
 *
 * @param parameterBytes values, both moments, and the gradients of every worker
 * @param activationBytes of one group of rows for every worker
 * @param heapBytes of the Java heap, when a state is saved
 */
public record MemoryEstimate(long parameterBytes, long activationBytes, long heapBytes) {
    private static final long BASE_BYTES = 300L << 20; // the virtual machine and the libraries, measured
    private static final long BLOCK_BYTES = 16L << 20; // memory is taken in blocks of at least so much
    private static final long BASE_HEAP_BYTES = 64L << 20;
    private static final int SHARED_BUFFERS = 3;
    private static final int SAVED_BUFFERS = 4; // three on their way into a file, and one as bytes

    /** What a block keeps for its backward pass, and what that takes, of (N, C) activations and in full precision. */
    private static final int KEPT_ACTIVATIONS = 14;

    private static final int KEPT_FULL = 2;
    private static final int SCRATCH_ACTIVATIONS = 12;
    private static final int SCRATCH_FULL = 2;
    private static final int ENDS_FULL = 3; // the embedding's output, its gradient, and that after dropout

    /**
     * Returns the estimate.
     *
     * @param workers among which a batch is divided
     * @param mixed whether activations are in bfloat16
     */
    public static MemoryEstimate of(ModelConfig model, int batchRows, int workers, boolean mixed) {
        double parameters = parameters(model);
        int bytes = mixed ? Short.BYTES : Float.BYTES;
        int rows = Math.min(batchRows, GroupShares.rowsPerGroup(batchRows, workers));
        double copies = mixed ? Short.BYTES * workers : 0;
        return new MemoryEstimate(
                clamp(parameters * ((SHARED_BUFFERS + workers) * Float.BYTES + copies)),
                clamp(workers * activations(model, rows, bytes)),
                clamp(parameters * SAVED_BUFFERS * Float.BYTES + BASE_HEAP_BYTES));
    }

    /** Returns everything together. */
    public long totalBytes() {
        return clamp((double) parameterBytes + activationBytes + heapBytes + BASE_BYTES);
    }

    /** Doubles do not overflow; shapes that ask for more than 2^63 bytes fit nowhere anyhow. */
    private static long clamp(double bytes) {
        return (long) bytes;
    }

    private static double parameters(ModelConfig model) {
        double c = model.embedDim();
        double ends = 2 * model.vocabSize() * c + model.blockSize() * c + 2 * c + model.bottleneckDim() * c;
        double block = 12 * c * c + 13 * c;
        return ends + model.numLayers() * block;
    }

    private static double activations(ModelConfig model, int rows, int bytes) {
        double t = model.blockSize();
        double m = model.variant() == Variant.PERCEIVER ? model.bottleneckDim() : t;
        double n = rows * t;
        double width = model.embedDim();
        double kept = KEPT_ACTIVATIONS * bytes + KEPT_FULL * Float.BYTES;
        double blocks = ((model.numLayers() - 1) * rows * m + n) * width * kept;
        double innerWeights = weights(model, rows, m, m);
        double outerWeights = weights(model, rows, t, m);
        double weights = ((model.numLayers() - 1) * innerWeights + outerWeights) * bytes;
        double head = n * (model.vocabSize() * (Float.BYTES + bytes) + width * (3 * Float.BYTES + 2 * bytes));
        double backward = n * width * (SCRATCH_ACTIVATIONS * bytes + SCRATCH_FULL * Float.BYTES) + outerWeights * bytes;
        return blocks
                + weights
                + Math.max(head, backward)
                + n * width * ENDS_FULL * Float.BYTES
                + lost(model, innerWeights * bytes);
    }

    /** What stays unused at the ends of blocks: each tensor larger than a block leaves a part of one behind. */
    private static double lost(ModelConfig model, double weightBytes) {
        return weightBytes > BLOCK_BYTES ? (1 + model.numLayers() / 2.0) * BLOCK_BYTES : BLOCK_BYTES;
    }

    private static double weights(ModelConfig model, int rows, double queries, double keys) {
        return (double) rows * model.numHeads() * queries * keys;
    }
}
