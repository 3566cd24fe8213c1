package charlm.bench;

import charlm.data.Group;
import charlm.model.LanguageModel;
import charlm.model.ModelConfig;
import charlm.tensor.PackedRows;
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
    public static long ofStep(ModelConfig config, List<Group> groups) {
        long sum = 0;
        for (Group group : groups) {
            sum += ofStep(config, group.rows(), LanguageModel.headRows(group));
        }
        return sum;
    }

    /** Returns the operations of a step over one group, of which {@code headRows} positions reach the head. */
    static long ofStep(ModelConfig config, PackedRows rows, long headRows) {
        long width = config.embedDim();
        long trunk =
                switch (config.variant()) {
                    case VANILLA -> config.innerLayers() * selfBlock(rows, width) - mlp(rows.size(), width);
                    case PERCEIVER -> perceiver(config, rows);
                };
        long chosen = mlp(headRows, width) + headRows * width * config.vocabSize(); // the last block's MLP and the head
        return PASSES * PER_MULTIPLY_ADD * (trunk + chosen);
    }

    private static long perceiver(ModelConfig config, PackedRows rows) {
        long width = config.embedDim();
        PackedRows latents = rows.first(config.bottleneckDim());
        long down = projections(
                        latents.longest(), latents.size(), latents.size(), width) // one set of queries for every row
                + attention(latents, latents, width)
                + mlp(latents.size(), width);
        long up = projections(rows.size(), latents.size(), rows.size(), width) + attention(rows, latents, width);
        return down + config.innerLayers() * selfBlock(latents, width) + up;
    }

    private static long selfBlock(PackedRows rows, long width) {
        long size = rows.size();
        return projections(size, size, size, width) + attention(rows, rows, width) + mlp(size, width);
    }

    /** Multiply-adds of query, key, value and output projections, (N, C) x (C, C) each. */
    private static long projections(long queryRows, long keyRows, long outRows, long width) {
        return (queryRows + 2 * keyRows + outRows) * width * width;
    }

    /** Multiply-adds of q kᵀ and weights v over all heads; the masked half is computed too. */
    private static long attention(PackedRows queries, PackedRows keys, long width) {
        long pairs = 0;
        for (int row = 0; row < queries.rows(); row++) {
            pairs += (long) queries.length(row) * keys.length(row);
        }
        return 2 * pairs * width;
    }

    /** Multiply-adds of C -> 4C -> C. */
    private static long mlp(long rows, long width) {
        return 2 * rows * width * MLP_EXPANSION * width;
    }
}
