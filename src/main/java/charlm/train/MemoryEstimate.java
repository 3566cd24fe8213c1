package charlm.train;

import charlm.model.ModelConfig;
import charlm.model.Variant;

/**
 * What training takes, from the shape alone. The activations of a step follow from what the layers keep for their backward
 * passes and what those take; a test holds them to what a real step allocates.
 *
 * @param parameterBytes values, gradients and both moments
 * @param activationBytes of one group of rows
 * @param heapBytes of the Java heap, when a state is saved
 */
public record MemoryEstimate(long parameterBytes, long activationBytes, long heapBytes) {
    private static final long BASE_BYTES = 300L << 20; // the virtual machine and the libraries, measured
    private static final long BLOCK_BYTES = 16L << 20; // memory is taken in blocks of at least so much
    private static final long BASE_HEAP_BYTES = 64L << 20;
    private static final int FLAT_BUFFERS = 4;
    private static final int SAVED_BUFFERS = 4; // three on their way into a file, and one as bytes

    /** What a block keeps and takes of (N, C) activations, and in full precision. */
    private static final int BLOCK_ACTIVATIONS = 26;

    private static final int BLOCK_FULL = 4;
    private static final int ENDS_FULL = 9; // embedding, head and final layer norm

    /**
     * Returns the estimate.
     *
     * @param mixed whether activations are in bfloat16
     */
    public static MemoryEstimate of(ModelConfig model, int batchRows, boolean mixed) {
        long parameters = parameters(model);
        long copies = mixed ? Short.BYTES : 0;
        return new MemoryEstimate(
                clamp((double) parameters * (FLAT_BUFFERS * Float.BYTES + copies)),
                clamp(activations(model, Math.min(batchRows, Trainer.GROUP_ROWS), mixed ? Short.BYTES : Float.BYTES)),
                clamp((double) parameters * SAVED_BUFFERS * Float.BYTES + BASE_HEAP_BYTES));
    }

    /** Returns everything together. */
    public long totalBytes() {
        return clamp((double) parameterBytes + activationBytes + heapBytes + BASE_BYTES);
    }

    /** Doubles do not overflow; shapes that ask for more than 2^63 bytes fit nowhere anyhow. */
    private static long clamp(double bytes) {
        return (long) bytes;
    }

    private static long parameters(ModelConfig model) {
        double c = model.embedDim();
        double ends = 2 * model.vocabSize() * c + model.blockSize() * c + 2 * c + model.bottleneckDim() * c;
        double block = 12 * c * c + 13 * c;
        return clamp(ends + model.numLayers() * block);
    }

    private static double activations(ModelConfig model, int rows, int bytes) {
        double t = model.blockSize();
        double m = model.variant() == Variant.PERCEIVER ? model.bottleneckDim() : t;
        double n = rows * t;
        double inner = block(model, rows, m, m, bytes);
        double outer = block(model, rows, t, m, bytes);
        double head = n * model.vocabSize() * (Float.BYTES + bytes);
        return (model.numLayers() - 1) * inner
                + outer
                + n * model.embedDim() * ENDS_FULL * Float.BYTES
                + head
                + 2.0 * BLOCK_BYTES;
    }

    private static double block(ModelConfig model, int rows, double queries, double keys, int bytes) {
        double n = rows * queries;
        double weights = 2.0 * rows * model.numHeads() * queries * keys;
        return n * model.embedDim() * (BLOCK_ACTIVATIONS * bytes + BLOCK_FULL * Float.BYTES) + weights * bytes;
    }
}
