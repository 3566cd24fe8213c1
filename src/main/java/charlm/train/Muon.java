package charlm.train;

import charlm.nn.Parameter;
import charlm.tensor.MuonStep;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Muon (Jordan et al., 2024) for matrices: a matrix moves equally far in all of its directions, so rare examples are
 * learned too. Each worker updates whole matrices.
 */
final class Muon {
    private final List<List<FlatBuffers>> shares;

    Muon(FlatBuffers all, List<Parameter> matrices, int workers) {
        List<FlatBuffers> largestFirst = matrices.stream()
                .sorted(Comparator.comparingLong(Parameter::length).reversed())
                .map(all::of)
                .toList();
        shares = IntStream.range(0, workers)
                .mapToObj(worker -> IntStream.iterate(worker, i -> i < largestFirst.size(), i -> i + workers)
                        .mapToObj(largestFirst::get)
                        .toList())
                .toList();
    }

    /** Updates the worker's share. */
    void update(TrainingWorker worker, MuonStep step) {
        for (FlatBuffers matrix : shares.get(worker.number())) {
            worker.engine().muon(matrix.values(), matrix.gradients(), matrix.firstMoments(), step);
        }
    }
}
