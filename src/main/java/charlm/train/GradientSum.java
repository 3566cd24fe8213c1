package charlm.train;

import charlm.tensor.Engine;
import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The sum of the workers' gradients. Each worker adds up its share of the elements. */
final class GradientSum {
    private final WorkerTeam team;
    private final List<List<Tensor>> shares = new ArrayList<>();

    GradientSum(WorkerTeam team) {
        this.team = team;
        int workers = team.workers().size();
        for (int i = 0; i < workers; i++) {
            ParameterRange share = new ParameterRange(0, total().length(), false).part(i, workers);
            shares.add(team.workers().stream()
                    .map(worker -> worker.gradients().slice(share.from(), share.length()))
                    .toList());
        }
    }

    /** Returns the buffer of the sum, flat. */
    Tensor total() {
        return team.workers().get(0).gradients();
    }

    /** Adds up and returns the L2 norm of the sum; call it once a step. */
    double norm() {
        return Math.sqrt(team.sum(worker -> add(worker.engine(), shares.get(worker.number()))));
    }

    private static double add(Engine engine, List<Tensor> gradients) {
        Tensor sum = gradients.get(0);
        for (int i = 1; i < gradients.size(); i++) {
            engine.addInPlace(sum, gradients.get(i));
        }
        return engine.squaredNorm(sum);
    }
}
