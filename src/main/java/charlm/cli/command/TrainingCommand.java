package charlm.cli.command;

import charlm.cli.option.Checks;
import charlm.cli.option.EngineOptions;
import charlm.cli.option.ProblemsException;
import charlm.cli.option.ProgressOptions;
import charlm.cli.option.RateOptions;
import charlm.cli.option.ReportOptions;
import charlm.cli.option.ShapeOptions;
import charlm.cli.option.StateOptions;
import charlm.cli.option.TrainingOptions;
import charlm.cli.signal.StopSignal;
import charlm.cli.signal.StopSignals;
import charlm.experiment.config.DevConfig;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.config.TrainingSettings;
import charlm.experiment.training.DryRunExperiment;
import charlm.experiment.training.TrainingExperiment;
import charlm.experiment.training.TrainingOutcome;
import charlm.files.RunOutputs;
import charlm.report.Provenance;
import charlm.report.progress.ProgressDisplay;
import charlm.report.tensorboard.TensorBoardListener;
import charlm.train.StopRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pretraining and finetuning: their flags, and how these become a run. */
abstract class TrainingCommand implements Subcommand {
    private static final String EVENTS_FOLDER = "expt"; // as the reference does, below the working directory

    @Mixin
    private ExperimentArguments experiment;

    @Option(
            names = {"--reading_params_path", "--reading-params-path"},
            paramLabel = "IN",
            description = "Start from this checkpoint (parameter file) of charlm or PyTorch (default: fresh"
                    + " parameters).")
    private Path reading;

    @Option(
            names = {"--writing_params_path", "--writing-params-path"},
            required = true,
            paramLabel = "OUT",
            description = "Write the trained parameters to this checkpoint, a safetensors file.")
    private Path writing;

    @Mixin
    private ShapeOptions shape;

    @Mixin
    private RateOptions rates;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private StateOptions state;

    @Mixin
    private ProgressOptions progress;

    @Mixin
    private ReportOptions report;

    @Mixin
    private EngineOptions engine;

    @Option(
            names = {"--dry-run", "--dry_run"},
            description = "Read all inputs, build the model, time three steps, check every output, print all settings"
                    + " or all problems, and write nothing.")
    private boolean dryRun;

    abstract Task task();

    /** Returns the questions to finetune on, if any. */
    Optional<Path> questions() {
        return Optional.empty();
    }

    /** Returns the evaluation during training, if any. */
    Optional<DevConfig> dev() {
        return Optional.empty();
    }

    /** Returns the settings of the recipe with what was typed in their place. */
    TrainingSettings settings() {
        return training.settings(task(), reading == null, rates);
    }

    /** Checks files and numbers; a dry run reads the files too. */
    @Override
    public void check(Checks checks) {
        experiment.check(checks);
        questions().ifPresent(checks.files()::readable);
        checks.files().replaceable(reading);
        if (writing != null) {
            checks.files().writes(RunOutputs.ofTraining(writing, dev().isPresent(), report.wanted()));
        }
        shape.check(checks);
        training.check(checks, task());
        rates.check(checks, task());
        progress.check(checks);
        engine.check(checks);
        List<String> known = checks.problems();
        if (dryRun && experiment.isComplete() && writing != null && !known.isEmpty()) {
            problemsInside(known).forEach(problem -> checks.require(false, problem));
        }
    }

    /** Reads the files. A file that is among the {@code known} problems already is not reported twice. */
    private List<String> problemsInside(List<String> known) {
        try {
            return new DryRunExperiment(request(Optional.empty(), new Provenance("", "")))
                    .findProblems().stream()
                            .map(RuntimeException::getMessage)
                            .filter(message -> known.stream()
                                    .noneMatch(before -> subject(before).equals(subject(message))))
                            .toList();
        } catch (IllegalArgumentException e) { // of numbers that are reported already
            return List.of();
        }
    }

    private static String subject(String problem) {
        return problem.split(": ", 2)[0];
    }

    private Path events(CommandContext context) {
        return TensorBoardListener.folder(
                context.folder().resolve(EVENTS_FOLDER),
                task().label(),
                rates.experimentName(),
                experiment.variant().label(),
                shape.loggedBottleneckDim(),
                rates.rate(Task.PRETRAIN, training.recipe()),
                rates.rate(Task.FINETUNE, training.recipe()));
    }

    private TrainingRequest request(Optional<Path> events, Provenance provenance) {
        return new TrainingRequest(
                task(),
                shape.typed(experiment.variant()),
                new TrainingRequest.Sources(experiment.corpus(), questions(), Optional.ofNullable(reading)),
                new TrainingRequest.Outputs(writing, events, report.wanted()),
                dev(),
                settings(),
                engine.config(),
                state.config(),
                provenance);
    }

    /** Trains, or tries to in a dry run, and prints the outcome. */
    @Override
    public void run(CommandContext context) {
        TrainingRequest request = request(Optional.of(events(context)), context.provenance());
        if (dryRun) {
            print(new DryRunExperiment(request).run(), context);
        } else {
            train(request, context);
        }
    }

    private static void print(DryRunExperiment.Report report, CommandContext context) {
        if (!report.problems().isEmpty()) {
            throw new ProblemsException(report.problems());
        }
        report.facts().forEach(context::print);
        context.print("dry run: no problem found, nothing written");
    }

    private void train(TrainingRequest request, CommandContext context) {
        AtomicReference<StopSignal> received = new AtomicReference<>();
        StopRequest stop = new StopRequest();
        StopSignals.Watch watch = context.signals().watch(signal -> {
            received.set(signal);
            stop.stop(signal.exitCode().code());
        });
        try (watch) {
            OutcomeText.print(train(request, stop), request.outputs().checkpoint(), received.get(), context);
        }
    }

    private TrainingOutcome train(TrainingRequest request, StopRequest stop) {
        try (ProgressDisplay display = progress.display()) {
            return new TrainingExperiment(request).run(stop, display);
        }
    }
}
