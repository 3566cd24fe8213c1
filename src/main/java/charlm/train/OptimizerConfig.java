package charlm.train;

/**
 * The choice and the numbers of the optimiser.
 *
 * @param learningRate the peak, which the schedule scales
 * @param weightDecay decoupled, times the learning rate in force
 * @param gradClip the global L2 norm that larger gradients are scaled down to; 0 switches clipping off
 */
public record OptimizerConfig(OptimizerKind kind, double learningRate, double weightDecay, double gradClip) {
    public OptimizerConfig {
        require(learningRate > 0, "learningRate must be positive", learningRate);
        require(weightDecay >= 0, "weightDecay must not be negative", weightDecay);
        require(gradClip >= 0, "gradClip must not be negative", gradClip);
    }

    /** Returns AdamW with the reference's weight decay and clipping. */
    public static OptimizerConfig adamW(double learningRate) {
        return new OptimizerConfig(
                OptimizerKind.ADAMW, learningRate, TrainingDefaults.WEIGHT_DECAY, TrainingDefaults.GRAD_CLIP);
    }

    public OptimizerConfig withKind(OptimizerKind kind) {
        return new OptimizerConfig(kind, learningRate, weightDecay, gradClip);
    }

    public OptimizerConfig withLearningRate(double learningRate) {
        return new OptimizerConfig(kind, learningRate, weightDecay, gradClip);
    }

    public OptimizerConfig withWeightDecay(double weightDecay) {
        return new OptimizerConfig(kind, learningRate, weightDecay, gradClip);
    }

    public OptimizerConfig withGradClip(double gradClip) {
        return new OptimizerConfig(kind, learningRate, weightDecay, gradClip);
    }

    /** Returns the factor that clipping puts on a gradient of global L2 norm {@code norm}. */
    double gradientScale(double norm) {
        return gradClip == 0 ? 1 : Math.min(1, gradClip / (norm + TrainingDefaults.CLIP_EPSILON));
    }

    private static void require(boolean inRange, String rule, double value) {
        if (!inRange || !Double.isFinite(value)) {
            throw new IllegalArgumentException(rule + ", got " + value);
        }
    }
}
