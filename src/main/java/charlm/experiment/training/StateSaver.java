package charlm.experiment.training;

import charlm.experiment.config.Interval;
import charlm.state.StateFolder;
import charlm.state.TrainingState;
import charlm.train.Trainer;
import charlm.train.TrainingListener;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves the training state at intervals. It listens after the metrics log, whose length is part of the state. */
final class StateSaver implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(StateSaver.class);

    private final StateFolder folder;
    private final Optional<Interval> every;
    private final Function<Trainer, TrainingState> state;
    private Trainer trainer;
    private long savedNanos;

    /** Saves what {@code state} makes of the trainer after a step. */
    StateSaver(StateFolder folder, Optional<Interval> every, Function<Trainer, TrainingState> state) {
        this.folder = folder;
        this.every = every;
        this.state = state;
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
            folder.save(state.apply(trainer));
            savedNanos = System.nanoTime();
            LOG.debug(
                    "{}: the state after step {} is saved, in {} ms",
                    folder.path(),
                    trainer.progress().step(),
                    TimeUnit.NANOSECONDS.toMillis(savedNanos - start));
        }
    }
}
