package charlm.bench;

import charlm.data.Batch;
import charlm.model.LanguageModel;
import charlm.model.ModelConfig;
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
    public static long ofStep(ModelConfig config, List<Batch> groups) {
        long sum = 0;
        for (Batch group : groups) {
            sum += ofStep(config, group.rows(), group.columns(), LanguageModel.headRows(group));
        }
        return sum;
    }

    /** Returns the operations of a step over one group of B rows, T columns and {@code headRows} rows that reach the head. */
    static long ofStep(ModelConfig config, long batch, long length, long headRows) {
        long width = config.embedDim();
        long trunk =
                switch (config.variant()) {
                    case VANILLA -> config.innerLayers() * selfBlock(batch, length, width) - mlp(batch * length, width);
                    case PERCEIVER -> perceiver(config, batch, length);
                };
        long chosen = mlp(headRows, width) + headRows * width * config.vocabSize(); // the last block's MLP and the head
        return PASSES * PER_MULTIPLY_ADD * (trunk + chosen);
    }

    private static long perceiver(ModelConfig config, long batch, long length) {
        long width = config.embedDim();
        long latents = Math.min(config.bottleneckDim(), length);
        long down = projections(latents, batch * latents, batch * latents, width) // one set of queries for every row
                + attention(batch, latents, latents, width)
                + mlp(batch * latents, width);
        long up = projections(batch * length, batch * latents, batch * length, width)
                + attention(batch, length, latents, width);
        return down + config.innerLayers() * selfBlock(batch, latents, width) + up;
    }

    private static long selfBlock(long batch, long positions, long width) {
        long rows = batch * positions;
        return projections(rows, rows, rows, width) + attention(batch, positions, positions, width) + mlp(rows, width);
    }

    /** Multiply-adds of query, key, value and output projections, (N, C) x (C, C) each. */
    private static long projections(long queryRows, long keyRows, long outRows, long width) {
        return (queryRows + 2 * keyRows + outRows) * width * width;
    }

    /** Multiply-adds of q kᵀ and weights v over all heads; the masked half is computed too. */
    private static long attention(long batch, long queries, long keys, long width) {
        return 2 * batch * queries * keys * width;
    }

    /** Multiply-adds of C -> 4C -> C. */
    private static long mlp(long rows, long width) {
        return 2 * rows * width * MLP_EXPANSION * width;
    }
}
