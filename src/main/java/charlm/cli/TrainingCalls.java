package charlm.cli;

import charlm.experiment.Task;
import charlm.experiment.TrainingExperiment;
import charlm.experiment.TrainingRequest;
import charlm.report.TensorBoardListener;
import charlm.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** What pretrain and finetune share: their options and how they become a run. */
final class TrainingCalls {
    @Mixin
    private ExperimentArguments experiment;

    @Mixin
    private ShapeOptions shape;

    @Mixin
    private RateOptions rates;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private EngineOptions engine;

    private double learningRate(Task task) {
        return task == Task.PRETRAIN ? rates.pretrainRate() : rates.finetuneRate();
    }

    /** Returns what is wrong with the files and with the numbers. */
    List<String> problems(Task task, FileChecks files) {
        List<String> problems = new ArrayList<>(experiment.problems(files));
        problems.addAll(shape.problems());
        problems.addAll(training.problems(learningRate(task)));
        problems.addAll(engine.problems());
        return problems;
    }

    /** Trains and says what came of it. */
    void run(Task task, Path questions, Path reading, Path writing, CommandContext context) {
        Path events = TensorBoardListener.folder(
                context.eventsRoot(),
                task.label(),
                rates.experimentName(),
                experiment.variant().label(),
                shape.loggedBottleneckDim(),
                rates.pretrainRate(),
                rates.finetuneRate());
        TrainingRequest request = new TrainingRequest(
                task,
                shape.typed(experiment.variant()),
                experiment.corpus(),
                Optional.ofNullable(questions),
                Optional.ofNullable(reading),
                writing,
                training.settings(learningRate(task)),
                engine.config(),
                Optional.of(events),
                context.commandLine(),
                VersionProvider.version());
        Trainer.Summary summary = new TrainingExperiment(request).run();
        context.print(String.format(
                Locale.ROOT,
                "%d steps in %.1f s, last loss %.4f; parameters written to %s",
                summary.steps(),
                summary.elapsedSeconds(),
                summary.lastLoss(),
                writing));
    }
}
