package charlm.state;

import charlm.train.LearnedTensors;
import charlm.train.Progress;
import java.util.Map;
import java.util.Optional;

/**
 * All that a training run needs to go on as if it had never stopped.
 *
 * @param planned the steps of the whole run
 * @param epoch of the batch that comes next, from 0; {@code batch} its place there. For people: both follow from the step
 * @param metricsBytes the length of the metrics log; what it holds beyond is of steps that will be done again
 * @param command what started the run
 * @param config everything the parameters depend on, data and versions included
 * @param dev how good it was so far, where that is asked for
 * @param tensors what was learnt
 */
public record TrainingState(
        Progress progress,
        long planned,
        long epoch,
        long batch,
        long metricsBytes,
        String command,
        Map<String, String> config,
        Optional<DevProgress> dev,
        LearnedTensors tensors) {
    /** Returns whether no step is left to do. */
    public boolean finished() {
        return progress.step() >= planned || dev.filter(DevProgress::exhausted).isPresent();
    }
}
