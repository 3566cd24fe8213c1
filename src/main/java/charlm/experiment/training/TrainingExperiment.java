package charlm.experiment.training;

import charlm.experiment.ExitCode;
import charlm.experiment.MemoryException;
import charlm.experiment.ReportExperiment;
import charlm.experiment.RunChangedException;
import charlm.experiment.config.TrainingRequest;
import charlm.files.AtomicFile;
import charlm.files.OutputFolder;
import charlm.files.OutputLock;
import charlm.state.StateFolder;
import charlm.state.TrainingState;
import charlm.tensor.Engine;
import charlm.train.DivergedException;
import charlm.train.StopRequest;
import charlm.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pretrains or finetunes a model from files to a file: a request becomes a {@link TrainingPlan}, the plan a
 * {@link TrainingRun}, fresh or from a saved state.
 */
public final class TrainingExperiment {
    private final TrainingRequest request;
    private final StateFolder folder;

    public TrainingExperiment(TrainingRequest request) {
        this.request = request;
        folder = new StateFolder(request.outputs().checkpoint());
    }

    /**
     * Reads, trains and writes the parameters; everything that can be wrong with the files is found before training.
     *
     * @param stop ends training after the step under way
     * @param listeners of the training
     * @throws charlm.data.InputException for a corpus or questions that cannot be used
     * @throws charlm.checkpoint.safetensors.CheckpointException for a checkpoint or a state that cannot be used
     * @throws charlm.files.OutputException for an output that cannot be written, or that another run is writing
     * @throws RunChangedException for a state that belongs to another run
     * @throws DivergedException for a loss or gradient that is not finite
     * @throws MemoryException for a run that does not fit this machine
     * @throws charlm.data.UsageException for settings that contradict each other or the checkpoint
     */
    public TrainingOutcome run(StopRequest stop, TrainingListener... listeners) {
        Optional<Path> best = request.dev().map(dev -> request.paths().best());
        request.files().require();
        request.outputs().eventFolder().ifPresent(OutputFolder::require);
        OutputLock lock = OutputLock.acquire(request.outputs().checkpoint());
        try (lock) {
            AtomicFile.deleteLeftovers(request.outputs().checkpoint());
            best.ifPresent(AtomicFile::deleteLeftovers);
            Resumption resumption = new Resumption(request.outputs().checkpoint(), folder, request.state());
            Optional<TrainingState> from = resumption.find();
            TrainingRequest request = from.map(state -> RunConfig.continuing(this.request, state.config()))
                    .orElse(this.request);
            TrainingPlan plan = TrainingPlan.of(request);
            MemoryCheck.require(plan, request);
            TrainingOutcome outcome = run(request, plan, from, resumption, stop, List.of(listeners));
            if (request.outputs().report() && outcome.end() == TrainingOutcome.End.FINISHED) {
                ReportExperiment.beside(request.outputs().checkpoint(), request.engine());
            }
            return outcome;
        }
    }

    private TrainingOutcome run(
            TrainingRequest request,
            TrainingPlan plan,
            Optional<TrainingState> from,
            Resumption resumption,
            StopRequest stop,
            List<TrainingListener> listeners) {
        try (Engine engine = request.engine().open()) {
            TrainingRun run = new TrainingRun(request, plan, engine, folder, listeners);
            return TrainingManifest.of(request, plan, run.resolved())
                    .during(
                            record -> TrainingManifest.note(record, train(run, from, resumption, stop), stop),
                            failure -> ExitCode.of(failure).code());
        }
    }

    private static TrainingOutcome train(
            TrainingRun run, Optional<TrainingState> from, Resumption resumption, StopRequest stop) {
        if (from.isPresent()) {
            return run.goOn(from.get(), resumption, stop);
        }
        return resumption.resumes() ? run.alreadyFinished(resumption) : run.start(stop);
    }
}
