package charlm.bench;

import charlm.data.MicroBatch;
import charlm.model.LanguageModel;
import charlm.nn.ModelConfig;
import charlm.tensor.PackedSequences;
import java.util.List;

/**
 * How many floating-point operations a training step takes: two for each multiply-add of its matrix products, over the
 * shapes that are really computed. Element-wise work is not counted.
 *
 * <p>Each product of the forward pass, Y = A B, has two in the backward pass, dA = dY Bᵀ and dB = Aᵀ dY, so a step takes
 * three times the forward pass.
 */
public final class FlopCount {
    private static final long PER_MULTIPLY_ADD = 2;
    private static final long PASSES = 3; // one forward, two backward
    private static final long MLP_EXPANSION = 4;

    private FlopCount() {}

    /** Returns the operations of a step over {@code groups}, the parts of one batch. */
    public static long ofStep(ModelConfig config, List<MicroBatch> groups) {
        long sum = 0;
        for (MicroBatch group : groups) {
            sum += ofStep(config, group.sequences(), group.tail(), LanguageModel.headRows(group));
        }
        return sum;
    }

    /** Returns the operations of a step over one group, of which {@code headRows} positions reach the head. */
    static long ofStep(ModelConfig config, PackedSequences rows, PackedSequences tail, long headRows) {
        long width = config.embedDim();
        long trunk =
                switch (config.variant()) {
                    case VANILLA -> (config.innerLayers() - 1) * block(rows, rows, width) + block(tail, rows, width);
                    case PERCEIVER -> perceiver(config, rows.first(config.bottleneckDim()), tail);
                };
        return PASSES * PER_MULTIPLY_ADD * (trunk + headRows * width * config.vocabSize());
    }

    private static long perceiver(ModelConfig config, PackedSequences latents, PackedSequences tail) {
        long width = config.embedDim();
        long down = projections(
                        latents.longest(),
                        latents.matrixRows(),
                        latents.matrixRows(),
                        width) // one set of queries for every row
                + attention(latents, latents, width)
                + mlp(latents.matrixRows(), width);
        return down + config.innerLayers() * block(latents, latents, width) + block(tail, latents, width);
    }

    /** Multiply-adds of a block whose queries, and outputs, attend to those keys. */
    private static long block(PackedSequences queries, PackedSequences keys, long width) {
        return projections(queries.matrixRows(), keys.matrixRows(), queries.matrixRows(), width)
                + attention(queries, keys, width)
                + mlp(queries.matrixRows(), width);
    }

    /** Multiply-adds of query, key, value and output projections, (N, C) x (C, C) each. */
    private static long projections(long queryRows, long keyRows, long outRows, long width) {
        return (queryRows + 2 * keyRows + outRows) * width * width;
    }

    /** Multiply-adds of q kᵀ and weights v over all heads; the masked half is computed too. */
    private static long attention(PackedSequences queries, PackedSequences keys, long width) {
        long pairs = 0;
        for (int row = 0; row < queries.sequences(); row++) {
            pairs += (long) queries.length(row) * keys.length(row);
        }
        return 2 * pairs * width;
    }

    /** Multiply-adds of C -> 4C -> C. */
    private static long mlp(long rows, long width) {
        return 2 * rows * width * MLP_EXPANSION * width;
    }
}
