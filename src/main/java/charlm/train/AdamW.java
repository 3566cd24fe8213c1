package charlm.train;

import charlm.tensor.AdamWStep;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW (Loshchilov and Hutter, 2019) with the reference's betas 0.9 and 0.95 and epsilon 1e-8. Decays
 * {@code p -= rate * decay * p} with the rate in force, for every parameter but those named {@code bias}. Each worker
 * updates its share of every stretch.
 */
final class AdamW {
    private final double weightDecay;
    private final List<List<Part>> shares = new ArrayList<>();
    private AdamWStep decaying;
    private AdamWStep plain;

    private record Part(FlatBuffers buffers, boolean decays) {}

    AdamW(FlatBuffers all, List<ParameterRange> stretches, int workers, double weightDecay) {
        this.weightDecay = weightDecay;
        for (int i = 0; i < workers; i++) {
            List<Part> share = new ArrayList<>();
            for (ParameterRange stretch : stretches) {
                ParameterRange part = stretch.part(i, workers);
                if (part.length() > 0) {
                    share.add(new Part(all.slice(part.from(), part.length()), part.decays()));
                }
            }
            shares.add(share);
        }
    }

    /** Sets the numbers of the next update, the first being number 1. */
    void prepare(long update, double rate, double gradientScale) {
        decaying = step(update, rate, weightDecay, gradientScale);
        plain = step(update, rate, 0, gradientScale);
    }

    private static AdamWStep step(long update, double rate, double weightDecay, double gradientScale) {
        return new AdamWStep(
                update,
                rate,
                TrainingDefaults.ADAM_BETA1,
                TrainingDefaults.ADAM_BETA2,
                TrainingDefaults.ADAM_EPSILON,
                weightDecay,
                gradientScale);
    }

    /** Updates the worker's share. */
    void update(TrainingWorker worker) {
        for (Part part : shares.get(worker.number())) {
            FlatBuffers at = part.buffers();
            AdamWStep step = part.decays() ? decaying : plain;
            worker.engine().adamW(at.values(), at.gradients(), at.firstMoments(), at.secondMoments(), step);
        }
    }
}
