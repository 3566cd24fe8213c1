package charlm.train;

import charlm.tensor.AdamWStep;
import java.util.List;
import java.util.stream.IntStream;

/**
 * AdamW (Loshchilov and Hutter, 2019). Every parameter decays, except those named {@code bias}. Each worker updates its
 * share of every range.
 */
final class AdamW {
    private final List<List<Part>> shares;

    private record Part(FlatBuffers buffers, boolean decays) {}

    AdamW(FlatBuffers all, List<ParameterRange> ranges, int workers) {
        shares = IntStream.range(0, workers)
                .mapToObj(worker -> ranges.stream()
                        .map(range -> range.part(worker, workers))
                        .filter(part -> part.length() > 0)
                        .map(part -> new Part(all.slice(part.from(), part.length()), part.decays()))
                        .toList())
                .toList();
    }

    /** Updates the worker's share. */
    void update(TrainingWorker worker, AdamWStep step) {
        for (Part part : shares.get(worker.number())) {
            FlatBuffers at = part.buffers();
            worker.engine()
                    .adamW(
                            at.values(),
                            at.gradients(),
                            at.firstMoments(),
                            at.secondMoments(),
                            part.decays() ? step : step.withoutDecay());
        }
    }
}
