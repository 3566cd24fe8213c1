package charlm.train;

import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.nn.TransformerBlock;
import charlm.tensor.Workspace;

/**
 * The memory of training, from the shape alone; {@link TransformerBlock} has the numbers of a block. A test holds the
 * activations to the allocations of a real step.
 *
 * @param parameterBytes values and both moments, with each worker's gradients and copies of the weights
 * @param activationBytes of one microbatch for each worker
 * @param heapBytes of the Java heap, when a state is saved
 * @param evaluationBytes of evaluation during training, 0 without
 */
public record MemoryEstimate(long parameterBytes, long activationBytes, long heapBytes, long evaluationBytes) {
    private static final long BASE_BYTES = 300L << 20; // the virtual machine and the libraries, measured
    private static final long BLOCK_BYTES = Workspace.MIN_BLOCK_ELEMENTS * Float.BYTES; // half of that in bfloat16
    private static final long BASE_HEAP_BYTES = 64L << 20;
    private static final int FLAT_BUFFERS = 3; // values and both moments
    private static final int SAVED_BUFFERS = 4; // three that are written to a file, and the parameters at the start

    private static final double ATTENTION_SCRATCH =
            2.25; // of one sequence: dropped weights, gradients, and a byte for each
    private static final double WEIGHT_PADDING =
            1.25; // attention computes up to so many times a sequence's own weights
    private static final int WEIGHT_COPIES = 2; // as they are, and transposed
    private static final int ENDS_FULL = 9; // embedding, head and final layer norm

    /**
     * Returns the estimate.
     *
     * @param workers that share a step
     * @param mixed whether activations are in bfloat16
     */
    public static MemoryEstimate of(ModelConfig model, int batchSize, int workers, boolean mixed) {
        double parameters = LanguageModel.parameterCount(model);
        double copies = mixed ? (double) workers * WEIGHT_COPIES * Short.BYTES : 0;
        double gradients = (double) workers * Float.BYTES;
        int sequences = WorkDivision.sequences(batchSize, model.blockSize(), workers, mixed);
        return new MemoryEstimate(
                clamp(parameters * (FLAT_BUFFERS * Float.BYTES + copies + gradients)),
                clamp(workers * activations(model, sequences, mixed ? Short.BYTES : Float.BYTES)),
                clamp(parameters * SAVED_BUFFERS * Float.BYTES + BASE_HEAP_BYTES),
                0);
    }

    /** Returns the same with {@code bytes} for evaluation during training. */
    public MemoryEstimate withEvaluation(long bytes) {
        return new MemoryEstimate(parameterBytes, activationBytes, heapBytes, bytes);
    }

    /** Returns the sum. */
    public long totalBytes() {
        return clamp((double) parameterBytes + activationBytes + heapBytes + evaluationBytes + BASE_BYTES);
    }

    /** Doubles do not overflow; shapes of more than 2^63 bytes fit nowhere. */
    private static long clamp(double bytes) {
        return (long) bytes;
    }

    private static double activations(ModelConfig model, int sequences, int bytes) {
        double t = model.blockSize();
        double m = model.innerPositions();
        double n = sequences * t;
        double inner = saved(model, sequences, m, m, bytes);
        double outer = saved(model, sequences, t, m, bytes);
        double head = n * model.vocabSize() * (Float.BYTES + bytes);
        double ends = n * model.embedDim() * ENDS_FULL * Float.BYTES;
        return blocks((model.numLayers() - 1) * inner + outer + ends + head)
                + blocks(scratch(model, sequences, t, bytes))
                + weights(model, 1, t, m) * ATTENTION_SCRATCH * Float.BYTES;
    }

    private static double blocks(double bytes) {
        return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
    }

    /** Returns the bytes that the forward pass of a block saves for its backward pass. */
    private static double saved(ModelConfig model, int sequences, double queries, double keys, int bytes) {
        double weights = weights(model, sequences, queries, keys) * WEIGHT_PADDING * bytes;
        // the rest of a memory block that the weights did not fit in
        double leftOver = weights > BLOCK_BYTES / 4.0 ? Math.min(weights, BLOCK_BYTES) / 2 : 0;
        return activations(
                        model,
                        sequences * queries,
                        TransformerBlock.KEPT_ACTIVATIONS * bytes + TransformerBlock.KEPT_FULL * Float.BYTES)
                + weights
                + leftOver;
    }

    /** Returns the bytes that the backward pass of any one block needs besides. */
    private static double scratch(ModelConfig model, int sequences, double positions, int bytes) {
        return activations(
                model,
                sequences * positions,
                TransformerBlock.SCRATCH_ACTIVATIONS * bytes + TransformerBlock.SCRATCH_FULL * Float.BYTES);
    }

    private static double activations(ModelConfig model, double positions, int bytesEach) {
        return positions * model.embedDim() * bytesEach;
    }

    private static double weights(ModelConfig model, int sequences, double queries, double keys) {
        return sequences * model.numHeads() * queries * keys;
    }
}
