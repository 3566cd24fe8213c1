package charlm.experiment;

import charlm.checkpoint.TypedShape;
import charlm.model.Variant;
import java.util.Optional;

/**
 * The small models of the demo and how they are trained: sized so that both variants are done in two minutes on two cores.
 *
 * @param pretrainEpochs fewer than the reference's 650, since there is less to read
 * @param finetuneEpochs few, since the questions shall not be learned by heart
 */
record DemoRecipe(TypedShape shape, int pretrainEpochs, double pretrainRate, int scratchEpochs, int finetuneEpochs) {
    private static final int BLOCK_SIZE = 128;
    private static final int NUM_HEADS = 4;
    private static final int EMBED_DIM = 64;
    private static final int PRETRAIN_BATCH = 16;
    private static final int FINETUNE_BATCH = 10;
    private static final double FINETUNE_RATE = 1e-3;
    private static final int LOG_EVERY = 500;

    static DemoRecipe of(Variant variant) {
        return switch (variant) {
            case VANILLA -> new DemoRecipe(shape(variant, Optional.empty(), 2), 130, 3e-3, 30, 8);
            case PERCEIVER -> new DemoRecipe(shape(variant, Optional.of(64), 4), 150, 1.5e-3, 30, 8);
        };
    }

    private static TypedShape shape(Variant variant, Optional<Integer> bottleneckDim, int numLayers) {
        return new TypedShape(
                variant,
                bottleneckDim,
                Optional.of(BLOCK_SIZE),
                Optional.of(numLayers),
                Optional.of(NUM_HEADS),
                Optional.of(EMBED_DIM));
    }

    TrainingSettings settings(Task task, boolean fromCheckpoint, long seed) {
        boolean pretraining = task == Task.PRETRAIN;
        int epochs = pretraining ? pretrainEpochs : fromCheckpoint ? finetuneEpochs : scratchEpochs;
        return new TrainingSettings(
                Optional.of(epochs),
                0,
                Optional.of(pretraining ? PRETRAIN_BATCH : FINETUNE_BATCH),
                pretraining ? pretrainRate : FINETUNE_RATE,
                TrainingSettings.DEFAULT_WEIGHT_DECAY,
                0,
                seed,
                LOG_EVERY);
    }
}
