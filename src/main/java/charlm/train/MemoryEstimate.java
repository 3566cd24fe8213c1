package charlm.train;

import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.TransformerBlock;
import charlm.tensor.Workspace;

/**
 * What training takes, from the shape alone. The activations of a step follow from what the layers keep for their backward
 * passes and what those take; a test holds them to what a real step allocates.
 *
 * @param parameterBytes values and both moments, with each worker's gradients and copies of the weights
 * @param activationBytes of one group of rows for each worker
 * @param heapBytes of the Java heap, when a state is saved
 * @param evaluationBytes of what is evaluated on the way, 0 without
 */
public record MemoryEstimate(long parameterBytes, long activationBytes, long heapBytes, long evaluationBytes) {
    private static final long BASE_BYTES = 300L << 20; // the virtual machine and the libraries, measured
    private static final long BLOCK_BYTES = Workspace.MIN_BLOCK_ELEMENTS * Float.BYTES; // half of that in bfloat16
    private static final long BASE_HEAP_BYTES = 64L << 20;
    private static final int FLAT_BUFFERS = 3; // values and both moments
    private static final int SAVED_BUFFERS = 4; // three on their way into a file, and what training started from

    private static final double ATTENTION_SCRATCH =
            2.25; // one row's dropped weights and gradients, and a byte for each
    private static final double WEIGHT_ROOM = 1.25; // attention computes up to so many times a row's own weights
    private static final int WEIGHT_COPIES = 2; // as they are, and transposed
    private static final int ENDS_FULL = 9; // embedding, head and final layer norm

    /**
     * Returns the estimate.
     *
     * @param workers among which a step is divided
     * @param mixed whether activations are in bfloat16
     */
    public static MemoryEstimate of(ModelConfig model, int batchRows, int workers, boolean mixed) {
        double parameters = LanguageModel.parameterCount(model);
        double copies = mixed ? (double) workers * WEIGHT_COPIES * Short.BYTES : 0;
        double gradients = (double) workers * Float.BYTES;
        int rows = WorkDivision.sequences(batchRows, model.blockSize(), workers, mixed);
        return new MemoryEstimate(
                clamp(parameters * (FLAT_BUFFERS * Float.BYTES + copies + gradients)),
                clamp(workers * activations(model, rows, mixed ? Short.BYTES : Float.BYTES)),
                clamp(parameters * SAVED_BUFFERS * Float.BYTES + BASE_HEAP_BYTES),
                0);
    }

    /** Returns the same with evaluations on the way that take so much. */
    public MemoryEstimate withEvaluation(long bytes) {
        return new MemoryEstimate(parameterBytes, activationBytes, heapBytes, bytes);
    }

    /** Returns everything together. */
    public long totalBytes() {
        return clamp((double) parameterBytes + activationBytes + heapBytes + evaluationBytes + BASE_BYTES);
    }

    /** Doubles do not overflow; shapes that ask for more than 2^63 bytes fit nowhere anyhow. */
    private static long clamp(double bytes) {
        return (long) bytes;
    }

    private static double activations(ModelConfig model, int rows, int bytes) {
        double t = model.blockSize();
        double m = model.innerPositions();
        double n = rows * t;
        double inner = kept(model, rows, m, m, bytes);
        double outer = kept(model, rows, t, m, bytes);
        double head = n * model.vocabSize() * (Float.BYTES + bytes);
        double ends = n * model.embedDim() * ENDS_FULL * Float.BYTES;
        return blocks((model.numLayers() - 1) * inner + outer + ends + head)
                + blocks(scratch(model, rows, t, bytes))
                + weights(model, 1, t, m) * ATTENTION_SCRATCH * Float.BYTES;
    }

    private static double blocks(double bytes) {
        return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
    }

    private static double kept(ModelConfig model, int rows, double queries, double keys, int bytes) {
        double weights = weights(model, rows, queries, keys) * WEIGHT_ROOM * bytes;
        // of a block that the weights did not fit in
        double leftOver = weights > BLOCK_BYTES / 4.0 ? Math.min(weights, BLOCK_BYTES) / 2 : 0;
        return activations(
                        model,
                        rows * queries,
                        TransformerBlock.KEPT_ACTIVATIONS * bytes + TransformerBlock.KEPT_FULL * Float.BYTES)
                + weights
                + leftOver;
    }

    private static double scratch(ModelConfig model, int rows, double positions, int bytes) {
        return activations(
                model,
                rows * positions,
                TransformerBlock.SCRATCH_ACTIVATIONS * bytes + TransformerBlock.SCRATCH_FULL * Float.BYTES);
    }

    private static double activations(ModelConfig model, double positions, int bytesEach) {
        return positions * model.embedDim() * bytesEach;
    }

    private static double weights(ModelConfig model, int rows, double queries, double keys) {
        return rows * model.numHeads() * queries * keys;
    }
}
