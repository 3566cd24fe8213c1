package charlm.train;

import charlm.nn.Parameter;
import charlm.nn.ParameterSet;
import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.util.List;

/**
 * Moves the parameters along the workers' gradients, after clipping their sum to a global L2 norm: all by AdamW,
 * or the hidden matrices by Muon and the others by AdamW. Starts with zero moments at step 0.
 */
final class Optimizer {
    private final OptimizerConfig config;
    private final WorkerTeam team;
    private final GradientSum sum;
    private final Tensor firstMoments;
    private final Tensor secondMoments;
    private final AdamW adamW;
    private final Muon muon;
    private long updates;

    Optimizer(ParameterSet parameters, WorkerTeam team, OptimizerConfig config) {
        this.config = config;
        this.team = team;
        sum = new GradientSum(team);
        Engine engine = team.workers().get(0).engine();
        firstMoments = engine.allocate(parameters.count());
        secondMoments = engine.allocate(parameters.count());
        List<Parameter> matrices = config.kind() == OptimizerKind.MUON ? parameters.hiddenMatrices() : List.of();
        FlatBuffers all = new FlatBuffers(parameters.values(), sum.total(), firstMoments, secondMoments);
        adamW = new AdamW(
                all,
                ParameterRange.without(matrices, parameters),
                team.workers().size(),
                config.weightDecay());
        muon = new Muon(all, matrices, team.workers().size(), config.weightDecay());
    }

    /** Goes on from where another optimiser was after {@code updates} updates. */
    void restore(long updates, float[] firstMoments, float[] secondMoments) {
        this.updates = updates;
        this.firstMoments.set(firstMoments);
        this.secondMoments.set(secondMoments);
    }

    /** Adds up the workers' gradients and returns the sum's global L2 norm; once for each step. */
    double gradientNorm() {
        return sum.norm();
    }

    /** Updates the parameters from the gradients, whose norm before clipping is {@code norm}. */
    void update(double rate, double norm) {
        double scale = config.gradientScale(norm);
        updates++;
        adamW.prepare(updates, rate, scale);
        muon.prepare(rate, scale);
        team.run(worker -> {
            adamW.update(worker);
            muon.update(worker);
        });
    }

    /** Returns the mean gradients of AdamW, and Muon's momenta in the places of its matrices, flat. */
    Tensor firstMoments() {
        return firstMoments;
    }

    /** Returns the mean squared gradients of AdamW, flat, with 0 in the places of Muon's matrices. */
    Tensor secondMoments() {
        return secondMoments;
    }
}
