package charlm.experiment.training;

import charlm.experiment.config.Interval;
import charlm.report.MetricsLog;
import charlm.state.DevProgress;
import charlm.state.StateFolder;
import charlm.state.TrainingState;
import charlm.train.Trainer;
import charlm.train.TrainingListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves the training state at intervals. It listens after the metrics log, whose length is part of the state. */
final class StateSaver implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(StateSaver.class);

    private final StateFolder folder;
    private final Optional<Interval> every;
    private final MetricsLog metrics;
    private final String command;
    private final Map<String, String> config;
    private final Supplier<Optional<DevProgress>> dev;
    private Trainer trainer;
    private long savedNanos;

    StateSaver(
            StateFolder folder,
            Optional<Interval> every,
            MetricsLog metrics,
            String command,
            Map<String, String> config,
            Supplier<Optional<DevProgress>> dev) {
        this.folder = folder;
        this.every = every;
        this.metrics = metrics;
        this.command = command;
        this.config = config;
        this.dev = dev;
    }

    @Override
    public void onStart(Trainer trainer) {
        this.trainer = trainer;
        savedNanos = System.nanoTime();
    }

    @Override
    public void onStep(StepReport report) {
        long nanos = System.nanoTime() - savedNanos;
        every.filter(it -> it.isDue(trainer.progress().step(), trainer.stepsPerEpoch(), nanos))
                .ifPresent(due -> save());
    }

    @Override
    public void onSkipped(StepReport report) {
        onStep(report);
    }

    @Override
    public void onEnd(Trainer trainer) {
        save();
    }

    /** Saves now, unless no step was made yet or no state is wanted. */
    private void save() {
        if (every.isPresent() && trainer.progress().step() > 0) {
            long start = System.nanoTime();
            folder.save(new TrainingState(
                    trainer.progress(),
                    trainer.plannedSteps(),
                    trainer.epoch(),
                    trainer.batchOfEpoch(),
                    metrics.force(),
                    command,
                    config,
                    dev.get(),
                    trainer.tensors()));
            savedNanos = System.nanoTime();
            LOG.debug(
                    "{}: the state after step {} is saved, in {} ms",
                    folder.path(),
                    trainer.progress().step(),
                    TimeUnit.NANOSECONDS.toMillis(savedNanos - start));
        }
    }
}
