package charlm.cli;

import charlm.experiment.Task;
import charlm.experiment.TrainingExperiment;
import charlm.experiment.TrainingRequest;
import charlm.report.TensorBoardListener;
import charlm.train.Trainer;
import java.nio.file.Path;
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

    ExperimentArguments experiment() {
        return experiment;
    }

    double learningRate(Task task) {
        return task == Task.PRETRAIN ? rates.pretrainRate() : rates.finetuneRate();
    }

    TrainingOptions training() {
        return training;
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
