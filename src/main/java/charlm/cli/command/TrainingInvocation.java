package charlm.cli.command;

import charlm.cli.option.EngineOptions;
import charlm.cli.option.FileChecks;
import charlm.cli.option.ProblemsException;
import charlm.cli.option.ProgressOptions;
import charlm.cli.option.RateOptions;
import charlm.cli.option.RecipeOptions;
import charlm.cli.option.ReportOptions;
import charlm.cli.option.ShapeOptions;
import charlm.cli.option.StateOptions;
import charlm.cli.option.TrainingFiles;
import charlm.cli.option.TrainingOptions;
import charlm.cli.signal.StopSignal;
import charlm.cli.signal.StopSignals;
import charlm.experiment.config.EngineConfig;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.training.DryRunExperiment;
import charlm.experiment.training.TrainingExperiment;
import charlm.experiment.training.TrainingOutcome;
import charlm.files.RunPaths;
import charlm.report.progress.ProgressDisplay;
import charlm.report.tensorboard.TensorBoardListener;
import charlm.train.StopRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What pretrain and finetune share: their options and how they become a run. */
final class TrainingInvocation {
    private static final String EVENTS_FOLDER = "expt"; // as the reference does, below the working directory

    @Mixin
    private ExperimentArguments experiment;

    @Mixin
    private ShapeOptions shape;

    @Mixin
    private RecipeOptions recipe;

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
            description =
                    "Read, build, time three steps, check every output, tell all problems at once, write nothing.")
    private boolean dryRun;

    /** Returns what is wrong with the files and with the numbers; a dry run looks into the files too. */
    List<String> problems(Task task, FileChecks checks, TrainingFiles files) {
        files.reading().ifPresent(checks::replaceable);
        if (files.writing() != null) {
            addOutputs(checks, files);
        }
        List<String> problems = new ArrayList<>(experiment.problems(checks));
        problems.addAll(shape.problems());
        problems.addAll(training.problems());
        problems.addAll(rates.problems(task, recipe.recipe()));
        problems.addAll(recipe.problems(task));
        problems.addAll(progress.problems());
        problems.addAll(engine.problems());
        if (dryRun && !problems.isEmpty() && experiment.isComplete() && files.writing() != null) {
            problems.addAll(deeperProblems(problems, task, files));
        }
        return problems;
    }

    private void addOutputs(FileChecks checks, TrainingFiles files) {
        RunPaths paths = new RunPaths(files.writing());
        checks.writable(paths.ofTraining(files.dev().isPresent()));
        checks.replacing(paths.lock());
        report.addTo(checks, files.writing());
    }

    /** What is wrong with a file whose name is wrong already is not told twice. */
    private List<String> deeperProblems(List<String> known, Task task, TrainingFiles files) {
        try {
            TrainingRequest request = request(task, files, Optional.empty(), "");
            return new DryRunExperiment(request)
                    .findProblems().stream()
                            .map(RuntimeException::getMessage)
                            .filter(message -> known.stream()
                                    .noneMatch(before -> subject(before).equals(subject(message))))
                            .toList();
        } catch (IllegalArgumentException e) { // numbers that are told of already
            return List.of();
        }
    }

    private static String subject(String problem) {
        int colon = problem.indexOf(": ");
        return colon < 0 ? problem : problem.substring(0, colon);
    }

    private Path events(Task task, CommandContext context) {
        return TensorBoardListener.folder(
                context.folder().resolve(EVENTS_FOLDER),
                task.label(),
                rates.experimentName(),
                experiment.variant().label(),
                shape.loggedBottleneckDim(),
                rates.rate(Task.PRETRAIN, recipe.recipe()),
                rates.rate(Task.FINETUNE, recipe.recipe()));
    }

    private TrainingRequest request(Task task, TrainingFiles files, Optional<Path> events, String commandLine) {
        return new TrainingRequest(
                task,
                shape.typed(experiment.variant()),
                experiment.corpus(),
                files.questions(),
                files.reading(),
                files.dev(),
                files.writing(),
                training.settings(task, rates.rate(task, recipe.recipe()), recipe.recipe(), recipe.curriculum(task)),
                engine.problems().isEmpty() ? engine.config() : EngineConfig.AUTO, // what is wrong is told of already
                events,
                state.config(),
                report.wanted(),
                commandLine,
                VersionProvider.version());
    }

    /** Trains, or only tries to, and says what came of it. */
    void run(Task task, TrainingFiles files, CommandContext context) {
        TrainingRequest request = request(task, files, Optional.of(events(task, context)), context.commandLine());
        if (dryRun) {
            tell(new DryRunExperiment(request).run(), context);
        } else {
            train(request, context);
        }
    }

    private static void tell(DryRunExperiment.Report report, CommandContext context) {
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
            OutcomeText.tell(train(request, stop), request.writing(), received.get(), context);
        }
    }

    private TrainingOutcome train(TrainingRequest request, StopRequest stop) {
        try (ProgressDisplay display = progress.display()) {
            return new TrainingExperiment(request).run(stop, display);
        }
    }
}
