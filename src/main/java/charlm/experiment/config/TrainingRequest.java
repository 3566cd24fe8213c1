package charlm.experiment.config;

import charlm.model.RequestedShape;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One training run.
 *
 * @param questions the TSV to finetune on; empty when pretraining
 * @param reading the parameters to start from; empty for fresh ones
 * @param dev how to evaluate on the way; empty for not at all
 * @param writing where the parameters go
 * @param eventFolder where the TensorBoard file goes; empty for none
 * @param state what becomes of the training state
 * @param report whether an HTML report goes beside the parameters
 * @param command what was asked for, kept in the file that is written
 */
public record TrainingRequest(
        Task task,
        RequestedShape shape,
        Path corpus,
        Optional<Path> questions,
        Optional<Path> reading,
        Optional<DevConfig> dev,
        Path writing,
        TrainingSettings settings,
        EngineConfig engine,
        Optional<Path> eventFolder,
        StateConfig state,
        boolean report,
        String command,
        String programVersion) {
    public TrainingRequest {
        if (questions.isPresent() != (task == Task.FINETUNE)) {
            throw new IllegalArgumentException("finetuning, and only finetuning, needs a file of questions");
        }
        if (dev.isPresent() && task != Task.FINETUNE) {
            throw new IllegalArgumentException("only finetuning can be evaluated on the way");
        }
    }
}
