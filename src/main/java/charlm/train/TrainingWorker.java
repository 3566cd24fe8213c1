package charlm.train;

import charlm.data.MicroBatch;
import charlm.model.LanguageModel;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.util.List;

/** One thread of a training step: a model over the shared parameter values, with gradients of its own. */
final class TrainingWorker {
    private final int number;
    private final LanguageModel model;
    private final boolean ownsEngine;
    private final Tensor gradients;
    private double loss;

    /**
     * Allocates the gradients: call it on the thread that uses them, so that they lie in its memory.
     *
     * @param ownsEngine whether the engine is closed with the worker
     */
    TrainingWorker(int number, LanguageModel model, boolean ownsEngine) {
        this.number = number;
        this.model = model;
        this.ownsEngine = ownsEngine;
        gradients = model.parameters().gradients();
    }

    /** Sets the gradients to those of {@code microBatches}, each scored target weighing {@code scale}. */
    void accumulateGradients(List<MicroBatch> microBatches, double scale, long seed, long step) {
        engine().parametersChanged(model.parameters().values());
        engine().zero(gradients);
        loss = 0;
        for (MicroBatch microBatch : microBatches) {
            loss += model.accumulateGradients(microBatch, scale, seed, step);
        }
    }

    /** Returns the loss of those microbatches, summed over their scored targets, in nats. */
    double loss() {
        return loss;
    }

    /** Returns the index in the team, from 0. */
    int number() {
        return number;
    }

    Engine engine() {
        return model.engine();
    }

    /** Returns the gradients of all parameters, flat. */
    Tensor gradients() {
        return gradients;
    }

    void close() {
        if (ownsEngine) {
            engine().close();
        }
    }
}
