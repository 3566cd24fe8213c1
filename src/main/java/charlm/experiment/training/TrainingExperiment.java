package charlm.experiment.training;

import charlm.experiment.ExitCode;
import charlm.experiment.MemoryException;
import charlm.experiment.ReportExperiment;
import charlm.experiment.RunChangedException;
import charlm.experiment.config.TrainingRequest;
import charlm.files.AtomicFile;
import charlm.files.OutputLock;
import charlm.files.RunPaths;
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
        folder = new StateFolder(request.writing());
    }

    /**
     * Reads, trains and writes the parameters; everything that can be wrong with the files is found before training.
     *
     * @param stop ends training after the step under way
     * @param listeners are told of the training too
     * @throws charlm.data.InputException for a corpus or questions that cannot be used
     * @throws charlm.checkpoint.safetensors.CheckpointException for a parameter file or a state that cannot be used
     * @throws charlm.files.OutputException for an output that cannot be written, or that another run is writing
     * @throws RunChangedException for a state that belongs to another run
     * @throws DivergedException for a loss or gradient that is not finite
     * @throws MemoryException for a run that does not fit this machine
     * @throws IllegalArgumentException for settings that contradict each other or the parameter file
     */
    public TrainingOutcome run(StopRequest stop, TrainingListener... listeners) {
        Optional<Path> best = request.dev().map(dev -> new RunPaths(request.writing()).best());
        OutputChecks.require(request);
        OutputLock lock = OutputLock.acquire(request.writing());
        try (lock) {
            AtomicFile.deleteLeftovers(request.writing());
            best.ifPresent(AtomicFile::deleteLeftovers);
            Resumption resumption = new Resumption(request.writing(), folder, request.state());
            Optional<TrainingState> from = resumption.find();
            TrainingPlan plan = TrainingPlan.of(request);
            MemoryCheck.require(plan, request.engine());
            TrainingOutcome outcome = run(plan, from, resumption, stop, List.of(listeners));
            if (request.report() && outcome.end() == TrainingOutcome.End.FINISHED) {
                ReportExperiment.beside(request.writing(), request.engine());
            }
            return outcome;
        }
    }

    private TrainingOutcome run(
            TrainingPlan plan,
            Optional<TrainingState> from,
            Resumption resumption,
            StopRequest stop,
            List<TrainingListener> listeners) {
        try (Engine engine = request.engine().open()) {
            TrainingRun run = new TrainingRun(request, plan, engine, folder, listeners);
            return TrainingRecord.of(request, run.resolved())
                    .during(
                            record -> TrainingRecord.note(record, train(run, from, resumption, stop), stop),
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
