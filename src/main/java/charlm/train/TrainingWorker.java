package charlm.train;

import charlm.data.MicroBatch;
import charlm.model.LanguageModel;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.util.List;

/**
 * One thread of a training step: a model over the shared parameter values, with gradients of its own.
 *
 * @param number index in the team, from 0
 * @param gradients of all parameters, flat
 * @param ownsEngine whether the engine is closed with the worker
 */
record TrainingWorker(int number, LanguageModel model, Tensor gradients, boolean ownsEngine) {
    /** Allocates the gradients, so it is called on the thread that works with them. */
    static TrainingWorker of(int number, LanguageModel model, boolean ownsEngine) {
        return new TrainingWorker(number, model, model.parameters().gradients(), ownsEngine);
    }

    /**
     * Sets the gradients to those of {@code microBatches}, each scored target weighing {@code scale}.
     *
     * @return the loss summed over their scored targets, in nats
     */
    double accumulateGradients(List<MicroBatch> microBatches, double scale, long seed, long step) {
        engine().parametersChanged(model.parameters().values());
        engine().zero(gradients);
        double loss = 0;
        for (MicroBatch microBatch : microBatches) {
            loss += model.accumulateGradients(microBatch, scale, seed, step);
        }
        return loss;
    }

    Engine engine() {
        return model.engine();
    }

    void close() {
        if (ownsEngine) {
            engine().close();
        }
    }
}
