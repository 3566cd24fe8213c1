package charlm.train;

import charlm.nn.ParameterSet;
import charlm.tensor.AdamWStep;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;

/**
 * AdamW (Loshchilov and Hutter, 2019) with the reference's betas 0.9 and 0.95 and epsilon 1e-8, after scaling the gradient
 * to a global L2 norm of at most 1. Decays {@code p -= rate * decay * p} with the rate in force, for every parameter but
 * those named {@code bias}. Starts with zero moments at step 0.
 */
final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.95;
    private static final double EPSILON = 1e-8;
    private static final double MAX_NORM = 1.0;
    private static final double NORM_EPSILON = 1e-6;

    private final Engine engine;
    private final Group decayed;
    private final Group undecayed;
    private final Tensor gradients;
    private final Tensor firstMoments;
    private final Tensor secondMoments;
    private final double weightDecay;
    private long updates;

    /** One stretch of the flat buffers, with the moments beside it. */
    private record Group(Tensor values, Tensor gradients, Tensor firstMoment, Tensor secondMoment) {
        static Group of(ParameterSet parameters, Tensor first, Tensor second, long from, long length) {
            return new Group(
                    parameters.values().slice(from, length),
                    parameters.gradients().slice(from, length),
                    first.slice(from, length),
                    second.slice(from, length));
        }
    }

    AdamW(ParameterSet parameters, Engine engine, double weightDecay) {
        this.engine = engine;
        this.weightDecay = weightDecay;
        gradients = parameters.gradients();
        firstMoments = engine.allocate(parameters.count());
        secondMoments = engine.allocate(parameters.count());
        long boundary = parameters.decayedLength();
        decayed = Group.of(parameters, firstMoments, secondMoments, 0, boundary);
        undecayed = Group.of(parameters, firstMoments, secondMoments, boundary, parameters.count() - boundary);
    }

    /** Goes on from where another optimiser was after {@code updates} updates. */
    void restore(long updates, float[] firstMoments, float[] secondMoments) {
        this.updates = updates;
        this.firstMoments.set(firstMoments);
        this.secondMoments.set(secondMoments);
    }

    /** Returns the gradients' global L2 norm. */
    double gradientNorm() {
        return Math.sqrt(engine.squaredNorm(gradients));
    }

    /** Updates the parameters from the gradients, whose norm before clipping is {@code norm}. */
    void update(double rate, double norm) {
        double scale = Math.min(1, MAX_NORM / (norm + NORM_EPSILON));
        updates++;
        update(decayed, new AdamWStep(updates, rate, BETA1, BETA2, EPSILON, weightDecay, scale));
        update(undecayed, new AdamWStep(updates, rate, BETA1, BETA2, EPSILON, 0, scale));
    }

    /** Returns the mean gradients, flat. */
    Tensor firstMoments() {
        return firstMoments;
    }

    /** Returns the mean squared gradients, flat. */
    Tensor secondMoments() {
        return secondMoments;
    }

    private void update(Group group, AdamWStep numbers) {
        engine.adamW(group.values(), group.gradients(), group.firstMoment(), group.secondMoment(), numbers);
    }
}
