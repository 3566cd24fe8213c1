package charlm.train;

import charlm.data.Batch;
import charlm.data.BatchLoader;
import charlm.model.LanguageModel;
import charlm.train.TrainingListener.StepReport;
import java.util.List;

/**
 * Trains a model on batches in file order: gradients of the mean loss over scored targets, clipped, then AdamW.
 *
 * <p>A batch is split by length into groups cut to their own longest row, whose gradients add up to the whole batch's:
 * a PAD target is not scored, and no position sees what follows it. The groups are divided among a team of workers.
 */
public final class Trainer {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LanguageModel model;
    private final BatchLoader loader;
    private final TrainingConfig config;
    private final List<TrainingListener> listeners;
    private final WorkerTeam team;
    private final AdamW optimizer;
    private long step;
    private long tokensSeen;
    private double rate;

    public Trainer(LanguageModel model, BatchLoader loader, TrainingConfig config, List<TrainingListener> listeners) {
        this.model = model;
        this.loader = loader;
        this.config = config;
        this.listeners = List.copyOf(listeners);
        team = new WorkerTeam(model);
        optimizer = new AdamW(model.parameters(), team, config.weightDecay());
        rate = config.learningRate(); // As the reference does: the first step runs at the full rate, before any warmup.
    }

    /** What a finished run amounts to. */
    public record Summary(long steps, int epochs, double lastLoss, long tokensSeen, double elapsedSeconds) {}

    /** Runs until the epochs or the steps are done; a trainer runs once. */
    public Summary run() {
        try {
            return train();
        } finally {
            team.close();
            model.engine().parametersChanged(model.parameters().values());
        }
    }

    private Summary train() {
        long start = System.nanoTime();
        double loss = Double.NaN;
        int epoch = 0;
        while (epoch < config.maxEpochs() && !stepLimitReached()) {
            for (int number = 0; number < loader.batchesPerEpoch() && !stepLimitReached(); number++) {
                loss = trainStep(loader.batch(epoch, number), epoch);
            }
            epoch++;
        }
        return new Summary(step, epoch, loss, tokensSeen, (System.nanoTime() - start) / NANOS_PER_SECOND);
    }

    private boolean stepLimitReached() {
        return config.maxSteps() > 0 && step >= config.maxSteps();
    }

    /** Makes one optimiser step on {@code batch} and returns its mean loss before the update. */
    private double trainStep(Batch batch, int epoch) {
        long start = System.nanoTime();
        int scored = batch.scoredTargets();
        double loss = team.accumulateGradients(batch, scored, config.seed(), step) / scored;
        double norm = optimizer.update(rate);
        tokensSeen += (long) batch.rows() * batch.columns(); // As the reference does: padding counts.
        rate = config.learningRate() * config.schedule().multiplier(tokensSeen);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        StepReport report = new StepReport(step, epoch, loss, rate, norm, scored, millis);
        listeners.forEach(listener -> listener.onStep(report));
        step++;
        return loss;
    }

    /** Returns the parts that a step divided among {@code workers} computes {@code batch} in. */
    public static List<Batch> groups(Batch batch, int workers) {
        return GroupShares.groups(batch, workers);
    }
}
