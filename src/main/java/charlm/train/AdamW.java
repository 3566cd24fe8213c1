package charlm.train;

import charlm.nn.ParameterSet;
import charlm.tensor.AdamWStep;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW (Loshchilov and Hutter, 2019) with the reference's betas 0.9 and 0.95 and epsilon 1e-8, after scaling the gradient
 * to a global L2 norm of at most 1. Decays {@code p -= rate * decay * p} with the rate in force, for every parameter but
 * those named {@code bias}. Starts with zero moments at step 0. Each worker updates its share of the flat buffers.
 */
final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.95;
    private static final double EPSILON = 1e-8;
    private static final double MAX_NORM = 1.0;
    private static final double NORM_EPSILON = 1e-6;

    private final WorkerTeam team;
    private final double weightDecay;
    private final List<List<Stretch>> shares = new ArrayList<>();
    private final double[] squaredNorms;
    private final Tensor firstMoments;
    private final Tensor secondMoments;
    private long updates;

    /**
     * A stretch of the flat buffers whose parameters decay alike.
     *
     * @param gradients one of each worker; their sum ends up in the first
     */
    private record Stretch(
            Tensor values, List<Tensor> gradients, Tensor firstMoment, Tensor secondMoment, boolean decays) {
        Stretch slice(long from, long length, boolean decays) {
            return new Stretch(
                    values.slice(from, length),
                    gradients.stream()
                            .map(gradient -> gradient.slice(from, length))
                            .toList(),
                    firstMoment.slice(from, length),
                    secondMoment.slice(from, length),
                    decays);
        }
    }

    AdamW(ParameterSet parameters, WorkerTeam team, double weightDecay) {
        this.team = team;
        this.weightDecay = weightDecay;
        int workers = team.workers().size();
        squaredNorms = new double[workers];
        Engine engine = team.workers().get(0).engine();
        firstMoments = engine.allocate(parameters.count());
        secondMoments = engine.allocate(parameters.count());
        List<Tensor> gradients = team.workers().stream().map(Worker::gradients).toList();
        Stretch whole = new Stretch(parameters.values(), gradients, firstMoments, secondMoments, true);
        for (int i = 0; i < workers; i++) {
            List<Stretch> share = new ArrayList<>();
            cut(whole, true, 0, parameters.decayedLength(), i, share);
            cut(whole, false, parameters.decayedLength(), parameters.count(), i, share);
            shares.add(share);
        }
    }

    /** Adds worker {@code number}'s part of [from, to) to its share, unless it is empty. */
    private void cut(Stretch whole, boolean decays, long from, long to, int number, List<Stretch> share) {
        long begin = from + (to - from) * number / squaredNorms.length;
        long end = from + (to - from) * (number + 1) / squaredNorms.length;
        if (begin < end) {
            share.add(whole.slice(begin, end - begin, decays));
        }
    }

    /** Goes on from where another optimiser was after {@code updates} updates. */
    void restore(long updates, float[] firstMoments, float[] secondMoments) {
        this.updates = updates;
        this.firstMoments.set(firstMoments);
        this.secondMoments.set(secondMoments);
    }

    /** Adds up the workers' gradients and returns the sum's global L2 norm; once for each step. */
    double gradientNorm() {
        team.run(worker -> squaredNorms[worker.number()] = sumGradients(worker));
        double squares = 0;
        for (double part : squaredNorms) {
            squares += part;
        }
        return Math.sqrt(squares);
    }

    /** Updates the parameters from the gradients, whose norm before clipping is {@code norm}. */
    void update(double rate, double norm) {
        double scale = Math.min(1, MAX_NORM / (norm + NORM_EPSILON));
        updates++;
        AdamWStep decaying = new AdamWStep(updates, rate, BETA1, BETA2, EPSILON, weightDecay, scale);
        AdamWStep plain = new AdamWStep(updates, rate, BETA1, BETA2, EPSILON, 0, scale);
        team.run(worker -> update(worker, decaying, plain));
    }

    /** Returns the mean gradients, flat. */
    Tensor firstMoments() {
        return firstMoments;
    }

    /** Returns the mean squared gradients, flat. */
    Tensor secondMoments() {
        return secondMoments;
    }

    /** Adds up the workers' gradients within a worker's share and returns the sum of the squares. */
    private double sumGradients(Worker worker) {
        Engine engine = worker.engine();
        double squares = 0;
        for (Stretch stretch : shares.get(worker.number())) {
            Tensor sum = stretch.gradients().get(0);
            for (int i = 1; i < stretch.gradients().size(); i++) {
                engine.addInPlace(sum, stretch.gradients().get(i));
            }
            squares += engine.squaredNorm(sum);
        }
        return squares;
    }

    private void update(Worker worker, AdamWStep decaying, AdamWStep plain) {
        for (Stretch stretch : shares.get(worker.number())) {
            worker.engine()
                    .adamW(
                            stretch.values(),
                            stretch.gradients().get(0),
                            stretch.firstMoment(),
                            stretch.secondMoment(),
                            stretch.decays() ? decaying : plain);
        }
    }
}
