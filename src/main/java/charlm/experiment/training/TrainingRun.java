package charlm.experiment.training;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.safetensors.FiniteCheck;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.data.Notice;
import charlm.experiment.config.DevConfig;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.training.TrainingOutcome.End;
import charlm.files.Companion;
import charlm.model.LanguageModel;
import charlm.nn.Parameter;
import charlm.report.MetricsLog;
import charlm.report.tensorboard.EventFolder;
import charlm.report.tensorboard.TensorBoardListener;
import charlm.state.DevProgress;
import charlm.state.StateFolder;
import charlm.state.TrainingState;
import charlm.tensor.Engine;
import charlm.train.DivergedException;
import charlm.train.LearnedTensors;
import charlm.train.StopRequest;
import charlm.train.Trainer;
import charlm.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A planned run on an engine: trains with listeners, saves, writes the parameters once all steps are done. */
final class TrainingRun {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    private final TrainingRequest request;
    private final TrainingPlan plan;
    private final StateFolder folder;
    private final List<TrainingListener> moreListeners;
    private final LanguageModel model;
    private RunConfig resolved;

    TrainingRun(
            TrainingRequest request,
            TrainingPlan plan,
            Engine engine,
            StateFolder folder,
            List<TrainingListener> moreListeners) {
        this.request = request;
        this.plan = plan;
        this.folder = folder;
        this.moreListeners = moreListeners;
        model = plan.inputs()
                .model(engine, request.settings().dropout(), request.settings().seed());
        resolved = RunConfig.of(request, model);
    }

    /** Returns the config of the run. */
    RunConfig resolved() {
        return resolved;
    }

    /** Trains from the beginning. */
    TrainingOutcome start(StopRequest stop) {
        folder.remove(); // of a finished run with --keep-state
        return run(Optional.empty(), request.provenance().command(), stop);
    }

    /** Trains from {@code state} on. */
    TrainingOutcome goOn(TrainingState state, Resumption resumption, StopRequest stop) {
        if (state.finished()) { // it may have overwritten the checkpoint that it started from
            resolved = resolved.startedAs(state.config());
        }
        boolean unchanged = resumption.requireResumable(state, resolved, plan.steps());
        LOG.info(
                "{}: continuing after step {} of {}",
                folder.path(),
                state.progress().step(),
                plan.steps());
        return run(
                Optional.of(state),
                unchanged ? state.command() : request.provenance().command(),
                stop);
    }

    /** Returns the outcome of this run from its checkpoint, where it has finished before; throws otherwise. */
    TrainingOutcome alreadyFinished(Resumption resumption) {
        Map<String, String> training = resumption.finishedBefore(resolved).orElseThrow(resumption::nothingToResume);
        return new TrainingOutcome(
                End.FINISHED_BEFORE, TrainingFacts.summary(training), plan.steps(), Optional.empty(), List.of());
    }

    private TrainingOutcome run(Optional<TrainingState> from, String command, StopRequest stop) {
        logStart();
        TrainingFacts facts = new TrainingFacts(
                request, plan, resolved, command, model.engine().description());
        long firstStep = from.map(state -> state.progress().step()).orElse(0L);
        // the metrics last: opening them ends an older run's, so nothing may fail afterwards
        Optional<EventFolder> eventFolder =
                request.outputs().eventFolder().map(reference -> eventFolder(reference, from));
        eventFolder.ifPresent(where -> logEvents(where, request.outputs().eventFolder()));
        try (TensorBoardListener events = eventFolder
                        .map(where -> new TensorBoardListener(where.path(), firstStep))
                        .orElse(null);
                DevEvaluation dev = request.dev().isEmpty()
                        ? null
                        : new DevEvaluation(
                                request, plan, model, from.flatMap(TrainingState::dev), stop, keeper(facts));
                MetricsLog metrics = new MetricsLog(
                        request.outputs().checkpoint(),
                        from.map(TrainingState::metricsBytes).orElse(0L))) {
            List<TrainingListener> listeners = new ArrayList<>();
            listeners.add(metrics);
            if (events != null) {
                listeners.add(events);
            }
            listeners.addAll(moreListeners);
            Supplier<Optional<DevProgress>> devProgress = dev == null ? Optional::empty : dev::progress;
            StateSaver saver = new StateSaver(
                    folder,
                    request.state().saveEvery(),
                    at -> new TrainingState(
                            at.progress(),
                            at.plannedSteps(),
                            at.epoch(),
                            at.batchOfEpoch(),
                            metrics.force(),
                            eventFolder.map(EventFolder::name),
                            command,
                            resolved.values(),
                            devProgress.get(),
                            finite(at.tensors())));
            listeners.add(saver); // last, because the state includes what the others wrote about the step
            Trainer trainer = new Trainer(model, plan.loader(), plan.config(), listeners);
            if (dev != null) {
                trainer.evaluateWith(dev);
            }
            from.ifPresent(state -> trainer.resumeFrom(state.progress(), state.tensors()));
            TrainingOutcome outcome = orWayOut(() -> {
                Trainer.Summary summary = trainer.run(stop);
                return end(summary, facts.at(trainer.progress(), devProgress.get()), devProgress.get(), stop);
            });
            return dev == null ? outcome : outcome.with(dev.notices());
        }
    }

    /** Returns where the events go: to the run's own folder where it is resumed, to one without events otherwise. */
    static EventFolder eventFolder(Path reference, Optional<TrainingState> from) {
        return from.map(state -> EventFolder.of(
                        reference,
                        state.eventFolder().orElse(reference.getFileName().toString())))
                .orElseGet(() -> EventFolder.fresh(reference));
    }

    private static void logEvents(EventFolder where, Optional<Path> reference) {
        if (!reference.equals(Optional.of(where.path()))) {
            LOG.info(
                    "TensorBoard events go to {}, since the folder without a number holds those of another run",
                    where.path());
        }
    }

    private DevEvaluation.BestKeeper keeper(TrainingFacts facts) {
        return (file, at, best) -> {
            Companion.BEST.requireOwn(file);
            write(file, facts.at(at, Optional.of(best)));
        };
    }

    private TrainingOutcome orWayOut(Supplier<TrainingOutcome> training) {
        try {
            return training.get();
        } catch (DivergedException e) {
            throw new DivergedException(
                    e,
                    folder.lastGoodStep()
                            .map(step -> "; the last good state is from step " + step + " in " + folder.path()
                                    + ": continue from it with --resume --on-nonfinite skip, or with --resume-anyway"
                                    + " and a lower learning rate")
                            .orElse("; no state was saved yet: start again with a lower learning rate or"
                                    + " --on-nonfinite skip"));
        }
    }

    private TrainingOutcome end(
            Trainer.Summary summary, Map<String, String> facts, Optional<DevProgress> dev, StopRequest stop) {
        if (summary.steps() < plan.steps() && dev.filter(DevProgress::exhausted).isEmpty()) {
            if (!stop.isAsked()) {
                throw new IllegalStateException(
                        "training ended after " + summary.steps() + " of " + plan.steps() + " steps");
            }
            return new TrainingOutcome(End.STOPPED, summary, plan.steps(), dev, List.of());
        }
        Resumption.mark(facts, resolved);
        write(request.outputs().checkpoint(), facts);
        if (!request.state().keep()) {
            folder.remove();
        }
        return new TrainingOutcome(End.FINISHED, summary, plan.steps(), dev, List.of());
    }

    private LearnedTensors finite(LearnedTensors tensors) {
        requireFinite();
        return tensors;
    }

    /** Throws {@link DivergedException} where the last update made a number that is none; no step has met it yet. */
    private void requireFinite() {
        for (Parameter parameter : model.parameters().list()) {
            float[] values = model.engine().toFloats(parameter.value());
            FiniteCheck.problem(new NamedTensor(parameter.name(), parameter.shape(), values))
                    .ifPresent(problem -> {
                        throw new DivergedException("the last update left " + parameter.name() + " with " + problem);
                    });
        }
    }

    private void write(Path file, Map<String, String> facts) {
        requireFinite();
        Checkpoint.write(
                file,
                model,
                plan.inputs().vocabulary(),
                facts,
                request.provenance().programVersion());
    }

    private void logStart() {
        LOG.info(
                "{} {}: {} parameters, {}, on {}",
                request.task().label(),
                model.config().variant(),
                String.format(Locale.ROOT, "%,d", model.parameters().count()),
                plan.length(request.dev().flatMap(DevConfig::patience).isPresent()),
                model.engine().description());
        Notice.tell(plan.notices());
    }
}
