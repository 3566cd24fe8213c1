package charlm.bench;

import charlm.data.BatchLoader;
import charlm.data.Dataset;
import charlm.data.MicroBatch;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.Task;
import charlm.model.LanguageModel;
import charlm.tensor.Engine;
import charlm.train.NonFinite;
import charlm.train.OptimizerConfig;
import charlm.train.RunLength;
import charlm.train.ScheduleConfig;
import charlm.train.Trainer;
import charlm.train.TrainingConfig;
import charlm.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Times the steps of a real training run: those on full batches, after some warmup steps. */
final class TrainingBench implements TrainingListener {
    private static final double LEARNING_RATE = 6e-4; // does not affect the time
    private static final double MILLIS_PER_SECOND = 1e3;

    private final BenchConfig config;
    private final Dataset dataset;
    private final int batchSize;
    private final BatchLoader loader;
    private final Profile profile;
    private final List<StepReport> reports = new ArrayList<>();

    TrainingBench(BenchConfig config, Dataset dataset, Task task, Profile profile) {
        this.config = config;
        this.dataset = dataset;
        this.profile = profile;
        batchSize = Math.min(
                config.settings()
                        .batchSize()
                        .orElse(Recipe.REFERENCE.settings(task, true).data().batchSize()),
                dataset.size());
        loader = new BatchLoader(dataset, batchSize);
    }

    BenchResult run(Workload workload, LanguageModel model, int documents) {
        int total = stepsUntil(config.settings().steps());
        TrainingConfig training = new TrainingConfig(
                new RunLength(total / loader.batchesPerEpoch() + 1, total),
                OptimizerConfig.adamW(LEARNING_RATE),
                ScheduleConfig.REFERENCE.over(total, documents, model.config().blockSize()),
                config.settings().seed(),
                NonFinite.STOP);
        profile.reset();
        new Trainer(model, loader, training, List.of(this)).run();
        List<StepReport> timed = reports.stream().filter(this::isTimed).toList();
        Optional<ProfileReport> report = profileReport(model.engine().workers()); // counting is no part of it
        return new BenchResult(
                workload,
                model.config(),
                batchSize,
                new Timings(timed.stream().map(TrainingBench::seconds).toList()),
                seconds(reports.get(0)),
                Optional.of(new BenchResult.Training(
                        timed.stream().mapToLong(StepReport::scoredTargets).sum(),
                        FlopCount.of(model, microBatches(timed, model.engine())),
                        reports.get(total - 1).loss())),
                report);
    }

    private List<MicroBatch> microBatches(List<StepReport> steps, Engine engine) {
        return steps.stream()
                .map(step -> loader.batch(step.epoch(), number(step.step())))
                .flatMap(batch -> Trainer.microBatches(batch, engine).stream())
                .toList();
    }

    @Override
    public void onStep(StepReport report) {
        reports.add(report);
        if (report.step() == config.settings().warmupSteps() - 1) {
            profile.reset();
        }
    }

    /** Returns the number of steps after which {@code count} full batches are timed. */
    private int stepsUntil(int count) {
        int step = 0;
        for (int timed = 0; timed < count; step++) {
            if (isTimed(step)) {
                timed++;
            }
        }
        return step;
    }

    private boolean isTimed(StepReport report) {
        return isTimed(report.step());
    }

    private boolean isTimed(long step) {
        int first = number(step) * batchSize;
        return step >= config.settings().warmupSteps() && first + batchSize <= dataset.size();
    }

    /** Returns the batch of its epoch that a step takes. */
    private int number(long step) {
        return (int) (step % loader.batchesPerEpoch());
    }

    private static double seconds(StepReport step) {
        return step.elapsedMillis() / MILLIS_PER_SECOND;
    }

    /** The profile includes short batches, so its time is that of every step after the warmup. */
    private Optional<ProfileReport> profileReport(int workers) {
        if (!config.profile()) {
            return Optional.empty();
        }
        List<StepReport> steps = reports.subList(config.settings().warmupSteps(), reports.size());
        double sum = steps.stream().mapToDouble(TrainingBench::seconds).sum();
        return Optional.of(new ProfileReport(steps.size(), sum, profile.entries(workers)));
    }
}
