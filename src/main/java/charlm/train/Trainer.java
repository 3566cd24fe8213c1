package charlm.train;

import charlm.data.Batch;
import charlm.data.BatchGroups;
import charlm.data.BatchLoader;
import charlm.model.LanguageModel;
import charlm.train.TrainingListener.StepReport;
import java.util.List;

/**
 * Trains a model on batches in file order: gradients of the mean loss over scored targets, clipped, then AdamW.
 *
 * <p>A batch is split by length into groups cut to their own longest row, whose gradients add up to the whole batch's:
 * a PAD target is not scored, and no position sees what follows it.
 */
public final class Trainer {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final BatchGroups GROUPS = new BatchGroups(16, 8);

    private final LanguageModel model;
    private final BatchLoader loader;
    private final TrainingConfig config;
    private final List<TrainingListener> listeners;
    private final AdamW optimizer;
    private long step;
    private long tokensSeen;
    private double rate;

    public Trainer(LanguageModel model, BatchLoader loader, TrainingConfig config, List<TrainingListener> listeners) {
        this.model = model;
        this.loader = loader;
        this.config = config;
        this.listeners = List.copyOf(listeners);
        optimizer = new AdamW(model.parameters(), model.engine(), config.weightDecay());
        rate = config.learningRate(); // As the reference does: the first step runs at the full rate, before any warmup.
    }

    /** What a finished run amounts to. */
    public record Summary(long steps, int epochs, double lastLoss, long tokensSeen, double elapsedSeconds) {}

    /** Runs until the epochs or the steps are done. */
    public Summary run() {
        long start = System.nanoTime();
        model.engine().parametersChanged(model.parameters().values());
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
        double loss = accumulateGradients(model, batch, scored, config.seed(), step) / scored;
        double norm = optimizer.update(rate);
        tokensSeen += (long) batch.rows() * batch.columns(); // As the reference does: padding counts.
        rate = config.learningRate() * config.schedule().multiplier(tokensSeen);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        StepReport report = new StepReport(step, epoch, loss, rate, norm, scored, millis);
        listeners.forEach(listener -> listener.onStep(report));
        step++;
        return loss;
    }

    /** Sets the gradients to those of the batch's mean loss and returns the loss summed over scored targets. */
    static double accumulateGradients(LanguageModel model, Batch batch, int scored, long seed, long step) {
        model.engine().zero(model.parameters().gradients());
        double sum = 0;
        for (Batch group : groups(batch)) {
            sum += model.accumulateGradients(group, 1.0 / scored, seed, step);
        }
        return sum;
    }

    /** Returns the parts that a step computes {@code batch} in. */
    public static List<Batch> groups(Batch batch) {
        return GROUPS.split(batch);
    }
}
