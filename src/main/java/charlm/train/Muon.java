package charlm.train;

import charlm.nn.Parameter;
import charlm.tensor.MuonStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Muon (Jordan et al., 2024) for matrices, with momentum 0.95: every direction in which a matrix may move counts as much as
 * every other, so that what few examples ask for is learned too. Each worker updates whole matrices.
 */
final class Muon {
    private final double weightDecay;
    private final List<List<FlatBuffers>> shares = new ArrayList<>();
    private MuonStep step;

    Muon(FlatBuffers all, List<Parameter> matrices, int workers, double weightDecay) {
        this.weightDecay = weightDecay;
        for (int i = 0; i < workers; i++) {
            shares.add(new ArrayList<>());
        }
        List<Parameter> largestFirst = matrices.stream()
                .sorted(Comparator.comparingLong(Parameter::length).reversed())
                .toList();
        for (int i = 0; i < largestFirst.size(); i++) {
            shares.get(i % workers).add(all.of(largestFirst.get(i)));
        }
    }

    /** Sets the numbers of the next update. */
    void prepare(double rate, double gradientScale) {
        step = new MuonStep(rate, TrainingDefaults.MUON_MOMENTUM, weightDecay, gradientScale);
    }

    /** Updates the worker's share. */
    void update(TrainingWorker worker) {
        for (FlatBuffers matrix : shares.get(worker.number())) {
            worker.engine().muon(matrix.values(), matrix.gradients(), matrix.firstMoments(), step);
        }
    }
}
