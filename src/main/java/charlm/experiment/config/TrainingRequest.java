package charlm.experiment.config;

import charlm.files.RunOutputs;
import charlm.files.RunPaths;
import charlm.model.RequestedShape;
import charlm.report.Provenance;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One training run.
 *
 * @param dev the evaluation during training; empty for none
 * @param state the treatment of the training state
 */
public record TrainingRequest(
        Task task,
        RequestedShape shape,
        Sources sources,
        Outputs outputs,
        Optional<DevConfig> dev,
        TrainingSettings settings,
        EngineConfig engine,
        StateConfig state,
        Provenance provenance) {

    /**
     * The files that the run reads.
     *
     * @param questions the TSV to finetune on; empty when pretraining
     * @param start the checkpoint to start from; empty for fresh parameters
     */
    public record Sources(Path corpus, Optional<Path> questions, Optional<Path> start) {}

    /**
     * The files that the run writes.
     *
     * @param checkpoint the trained parameters
     * @param eventFolder the folder of the TensorBoard file; empty for none
     * @param report whether an HTML report goes beside the checkpoint
     */
    public record Outputs(Path checkpoint, Optional<Path> eventFolder, boolean report) {}

    public TrainingRequest {
        if (sources.questions().isPresent() != (task == Task.FINETUNE)) {
            throw new IllegalArgumentException("finetuning, and only finetuning, needs a file of questions");
        }
        if (dev.isPresent() && task != Task.FINETUNE) {
            throw new IllegalArgumentException("only finetuning has an evaluation during training");
        }
    }

    /** Returns the same on another engine. */
    public TrainingRequest withEngine(EngineConfig engine) {
        return new TrainingRequest(task, shape, sources, outputs, dev, settings, engine, state, provenance);
    }

    /** Returns the checkpoint and the files beside it. */
    public RunOutputs files() {
        return RunOutputs.ofTraining(outputs.checkpoint(), dev.isPresent(), outputs.report());
    }

    /** Returns the names of the files beside the checkpoint. */
    public RunPaths paths() {
        return new RunPaths(outputs.checkpoint());
    }
}
