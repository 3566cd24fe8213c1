package charlm.state;

import charlm.train.LearnedTensors;
import charlm.train.Progress;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a training run needs to resume exactly.
 *
 * @param planned the steps of the whole run
 * @param epoch of the next batch, from 0; {@code batch} is its index in the epoch. Both follow from the step; people read them
 * @param metricsBytes the length of the metrics log; lines beyond it belong to steps that will be repeated
 * @param eventFolder the name of the folder of its TensorBoard events; empty for none, or where an older charlm did not say
 * @param command the command line that started the run
 * @param config all settings that the parameters depend on, with data digests and versions
 * @param dev the dev accuracy so far, when the run is evaluated during training
 * @param tensors parameters and moments
 */
public record TrainingState(
        Progress progress,
        long planned,
        long epoch,
        long batch,
        long metricsBytes,
        Optional<String> eventFolder,
        String command,
        Map<String, String> config,
        Optional<DevProgress> dev,
        LearnedTensors tensors) {
    /** Returns whether no step is left to do. */
    public boolean finished() {
        return progress.step() >= planned || dev.filter(DevProgress::exhausted).isPresent();
    }
}
