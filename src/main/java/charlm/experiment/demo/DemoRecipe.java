package charlm.experiment.demo;

import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingSettings;
import charlm.model.RequestedShape;
import charlm.nn.Variant;
import charlm.train.OptimizerConfig;
import charlm.train.RunLength;
import java.util.Optional;

/**
 * The small models of the demo and how they are trained: sized so that both variants are done in two minutes on two cores.
 *
 * @param pretrainEpochs fewer than the reference's 650, since there is less to read
 * @param pretrainBatch small for the perceiver, which needs many steps before its attention finds the answers
 */
record DemoRecipe(RequestedShape shape, int pretrainEpochs, int pretrainBatch) {
    private static final int BLOCK_SIZE = 128;
    private static final int NUM_LAYERS = 2;
    private static final int NUM_HEADS = 8;
    private static final int EMBED_DIM = 64;
    private static final int BOTTLENECK_DIM = 64;
    private static final double PRETRAIN_RATE = 3e-3;
    private static final double FINETUNE_RATE = 3e-4;
    private static final int FINETUNE_EPOCHS = 20;
    private static final int FINETUNE_BATCH = 4;

    /** The reference, too, gives a model without pretraining 7.5 times as many. */
    private static final int SCRATCH_EPOCHS = 150;

    static DemoRecipe of(Variant variant) {
        return switch (variant) {
            case VANILLA -> new DemoRecipe(shape(variant, Optional.empty()), 100, 16);
            case PERCEIVER -> new DemoRecipe(shape(variant, Optional.of(BOTTLENECK_DIM)), 200, 4);
        };
    }

    private static RequestedShape shape(Variant variant, Optional<Integer> bottleneckDim) {
        return new RequestedShape(
                variant,
                bottleneckDim,
                Optional.of(BLOCK_SIZE),
                Optional.of(NUM_LAYERS),
                Optional.of(NUM_HEADS),
                Optional.of(EMBED_DIM));
    }

    /** Returns the reference's settings with the lengths, batches and learning rates of the demo, and no dropout. */
    TrainingSettings settings(Task task, boolean fresh) {
        boolean pretraining = task == Task.PRETRAIN;
        int epochs = pretraining ? pretrainEpochs : fresh ? SCRATCH_EPOCHS : FINETUNE_EPOCHS;
        int batchSize = pretraining ? pretrainBatch : FINETUNE_BATCH;
        return Recipe.REFERENCE
                .settings(task, fresh)
                .withLength(new RunLength(epochs, 0))
                .withData(new TrainingSettings.Data(batchSize, Optional.empty(), false, false))
                .withOptimizer(OptimizerConfig.adamW(pretraining ? PRETRAIN_RATE : FINETUNE_RATE))
                .withDropout(0);
    }
}
