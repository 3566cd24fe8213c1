package charlm.experiment.config;

import charlm.train.NonFinite;
import charlm.train.OptimizerKind;
import java.util.Optional;

/**
 * How to train.
 *
 * @param maxEpochs empty for the recipe's
 * @param batchSize in rows; empty for the recipe's
 * @param maxSteps 0 for no limit
 * @param optimizer how parameters move along their gradients
 * @param seed of every draw: initialisation, the order of documents, spans and views, dropout
 * @param onNonFinite what to do with a batch whose loss or gradient is NaN or infinite
 * @param recipe whose defaults are taken
 * @param curriculum the recipe's, or what was chosen in its place
 */
public record TrainingSettings(
        Optional<Integer> maxEpochs,
        long maxSteps,
        Optional<Integer> batchSize,
        double learningRate,
        OptimizerKind optimizer,
        double weightDecay,
        double dropout,
        long seed,
        NonFinite onNonFinite,
        Recipe recipe,
        Curriculum curriculum) {
    public static final double DEFAULT_DROPOUT = 0.1;
    public static final long DEFAULT_SEED = 1;
}
