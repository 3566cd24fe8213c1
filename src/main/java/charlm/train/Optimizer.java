package charlm.train;

import charlm.nn.Parameter;
import charlm.nn.ParameterSet;
import charlm.tensor.AdamWStep;
import charlm.tensor.Engine;
import charlm.tensor.MuonStep;
import charlm.tensor.Tensor;
import java.util.List;

/**
 * Updates the parameters from the workers' gradients, whose sum is clipped to a global L2 norm: all by AdamW, or the hidden
 * matrices by Muon and the others by AdamW. Starts with zero moments.
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
        int workers = team.workers().size();
        adamW = new AdamW(all, ParameterRange.without(matrices, parameters), workers);
        muon = new Muon(all, matrices, workers);
    }

    /** Continues another optimiser, which has made {@code updates} updates. */
    void restore(long updates, float[] firstMoments, float[] secondMoments) {
        this.updates = updates;
        this.firstMoments.set(firstMoments);
        this.secondMoments.set(secondMoments);
    }

    /** Adds up the workers' gradients and returns the global L2 norm of the sum; call it once a step. */
    double gradientNorm() {
        return sum.norm();
    }

    /** Updates the parameters from the gradients, whose norm before clipping is {@code norm}. */
    void update(double rate, double norm) {
        double scale = config.gradientScale(norm);
        updates++;
        AdamWStep adamWStep = new AdamWStep(
                updates,
                rate,
                TrainingDefaults.ADAM_BETA1,
                TrainingDefaults.ADAM_BETA2,
                TrainingDefaults.ADAM_EPSILON,
                config.weightDecay(),
                scale);
        MuonStep muonStep = new MuonStep(rate, TrainingDefaults.MUON_MOMENTUM, config.weightDecay(), scale);
        team.run(worker -> {
            adamW.update(worker, adamWStep);
            muon.update(worker, muonStep);
        });
    }

    /** Returns AdamW's first moments, flat, with Muon's momenta where its matrices are. */
    Tensor firstMoments() {
        return firstMoments;
    }

    /** Returns AdamW's second moments, flat, with 0 where Muon's matrices are. */
    Tensor secondMoments() {
        return secondMoments;
    }
}
