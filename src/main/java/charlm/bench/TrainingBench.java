package charlm.bench;

import charlm.data.BatchLoader;
import charlm.data.Dataset;
import charlm.experiment.config.Task;
import charlm.model.LanguageModel;
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

/** Times the steps of a real training run, those on full batches after some to warm up. */
final class TrainingBench implements TrainingListener {
    private static final double LEARNING_RATE = 6e-4; // of no consequence for the time
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
        batchSize = Math.min(config.batchSize().orElse(task.batchSize()), dataset.size());
        loader = new BatchLoader(dataset, batchSize);
    }

    TrainingResult run(Workload workload, LanguageModel model, int documents) {
        int total = stepsUntil(config.steps());
        TrainingConfig training = new TrainingConfig(
                new RunLength(total / loader.batchesPerEpoch() + 1, total),
                OptimizerConfig.adamW(LEARNING_RATE),
                ScheduleConfig.REFERENCE.over(total, documents, model.config().blockSize()),
                config.seed(),
                NonFinite.STOP);
        profile.reset();
        new Trainer(model, loader, training, List.of(this)).run();
        List<StepReport> timed = reports.stream().filter(this::isTimed).toList();
        return new TrainingResult(
                workload,
                model.config(),
                batchSize,
                new Timings(timed.stream().map(TrainingBench::seconds).toList()),
                seconds(reports.get(0)),
                timed.stream().mapToLong(StepReport::scoredTargets).sum(),
                timed.stream().mapToLong(step -> flops(model, step)).sum(),
                reports.get(total - 1).loss(),
                profileReport(model.engine().workers()));
    }

    @Override
    public void onStep(StepReport report) {
        reports.add(report);
        if (report.step() == config.warmupSteps() - 1) {
            profile.reset();
        }
    }

    /** Returns the number of steps after which {@code count} full batches have been timed. */
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
        return step >= config.warmupSteps() && first + batchSize <= dataset.size();
    }

    /** Returns which batch of its epoch a step takes. */
    private int number(long step) {
        return (int) (step % loader.batchesPerEpoch());
    }

    private long flops(LanguageModel model, StepReport step) {
        return FlopCount.ofStep(
                model.config(), Trainer.groups(loader.batch(step.epoch(), number(step.step())), model.engine()));
    }

    private static double seconds(StepReport step) {
        return step.elapsedMillis() / MILLIS_PER_SECOND;
    }

    /** The profile knows nothing of short batches, so its time is that of every step after the warm-up. */
    private Optional<ProfileReport> profileReport(int workers) {
        if (!config.profile()) {
            return Optional.empty();
        }
        List<StepReport> steps = reports.subList(config.warmupSteps(), reports.size());
        double sum = steps.stream().mapToDouble(TrainingBench::seconds).sum();
        return Optional.of(new ProfileReport(steps.size(), sum, profile.entries(workers)));
    }
}
