package charlm.train;

import charlm.data.Batch;
import charlm.data.BatchLoader;
import charlm.data.MicroBatch;
import charlm.model.LanguageModel;
import charlm.tensor.Engine;
import charlm.tensor.Rounding;
import charlm.tensor.Stopwatch;
import charlm.train.TrainingListener.StepReport;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model on the batches of a loader, in its order. A step computes the gradients of the mean loss over scored
 * targets, clips them and updates the parameters.
 *
 * <p>A batch is split into microbatches, whose gradients add up to the whole batch's. A team of workers shares them.
 */
public final class Trainer {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final LanguageModel model;
    private final BatchLoader loader;
    private final TrainingConfig config;
    private final List<TrainingListener> listeners;
    private final WorkerTeam team;
    private final Optimizer optimizer;
    private DevEvaluator evaluator = DevEvaluator.NONE;
    private Progress progress = Progress.START;

    public Trainer(LanguageModel model, BatchLoader loader, TrainingConfig config, List<TrainingListener> listeners) {
        this.model = model;
        this.loader = loader;
        this.config = config;
        this.listeners = List.copyOf(listeners);
        team = new WorkerTeam(model);
        optimizer = new Optimizer(model.parameters(), team, config.optimizer());
    }

    /**
     * The outcome of a run.
     *
     * @param steps of the whole run, including those before it was resumed
     * @param stepsHere those made by this process
     * @param skipped batches dropped, of {@code steps}
     * @param elapsedSeconds of {@code stepsHere}
     */
    public record Summary(
            long steps,
            long stepsHere,
            long skipped,
            int epochs,
            double lastLoss,
            long tokensSeen,
            double elapsedSeconds) {}

    /** Continues another run, bit for bit, and releases {@code tensors}; call it before {@link #run}. */
    public void resumeFrom(Progress at, LearnedTensors tensors) {
        progress = at;
        model.parameters().values().set(tensors.parameters());
        optimizer.restore(at.updates(), tensors.firstMoments(), tensors.secondMoments());
        tensors.release(); // the caller may hold the state until the run ends
    }

    /** Evaluates after steps; call it before {@link #run}. */
    public void evaluateWith(DevEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Runs until all steps are done. */
    public Summary run() {
        return run(new StopRequest());
    }

    /** Runs until all steps are done, or {@code stop} is requested; a trainer runs once. */
    public Summary run(StopRequest stop) {
        try {
            return train(stop);
        } finally {
            team.close();
            model.engine().parametersChanged(model.parameters().values());
        }
    }

    private Summary train(StopRequest stop) {
        Stopwatch watch = Stopwatch.start();
        long before = progress.step();
        listeners.forEach(listener -> listener.onStart(this));
        while (progress.step() < plannedSteps() && !stop.isAsked()) {
            trainStep(loader.batch(epoch(), batchOfEpoch()));
        }
        listeners.forEach(listener -> listener.onEnd(this));
        return new Summary(
                progress.step(),
                progress.step() - before,
                progress.skipped(),
                (int) Rounding.divideUp(progress.step(), loader.batchesPerEpoch()),
                progress.lastLoss(),
                progress.tokensSeen(),
                watch.seconds());
    }

    /** Returns the number of steps of the whole run. */
    public long plannedSteps() {
        return config.length().steps(loader.batchesPerEpoch());
    }

    public int stepsPerEpoch() {
        return loader.batchesPerEpoch();
    }

    public Progress progress() {
        return progress;
    }

    /** Returns the epoch of the next step, from 0. */
    public int epoch() {
        return (int) (progress.step() / loader.batchesPerEpoch());
    }

    /** Returns the batch of its epoch that the next step takes, from 0. */
    public int batchOfEpoch() {
        return (int) (progress.step() % loader.batchesPerEpoch());
    }

    /** Copies the parameters and the moments. */
    public LearnedTensors tensors() {
        Engine engine = model.engine();
        return new LearnedTensors(
                engine.toFloats(model.parameters().values()),
                engine.toFloats(optimizer.firstMoments()),
                engine.toFloats(optimizer.secondMoments()));
    }

    /** Makes one optimiser step on {@code batch}, or drops it. */
    private void trainStep(Batch batch) {
        Stopwatch watch = Stopwatch.start();
        int epoch = epoch();
        long step = progress.step();
        int scored = batch.scoredTargets();
        double loss = team.accumulateGradients(batch, scored, config.seed(), step) / scored;
        double norm = optimizer.gradientNorm();
        boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
        if (finite) {
            optimizer.update(config.learningRate(progress), norm);
            progress = new Progress(step + 1, progress.updates() + 1, progress.tokensSeen() + batch.tokens(), loss);
        } else {
            drop(loss, norm);
        }
        double millis = watch.millis();
        StepReport report = new StepReport(
                step, epoch, loss, config.learningRate(progress), norm, scored, millis, evaluator.evaluate(this));
        listeners.forEach(finite ? listener -> listener.onStep(report) : listener -> listener.onSkipped(report));
    }

    private void drop(double loss, double norm) {
        String problem = String.format(
                Locale.ROOT,
                "step %d (epoch %d, %s of the data): loss %s, gradient norm %s, parameter norm %.4g, learning rate"
                        + " %.4g",
                progress.step() + 1,
                epoch() + 1,
                loader.describe(epoch(), batchOfEpoch()),
                loss,
                norm,
                Math.sqrt(model.engine().squaredNorm(model.parameters().values())),
                config.learningRate(progress));
        if (config.onNonFinite() == NonFinite.STOP) {
            throw new DivergedException(problem + "; the parameters were not updated with it");
        }
        progress = new Progress(progress.step() + 1, progress.updates(), progress.tokensSeen(), progress.lastLoss());
        LOG.warn("{}; the batch was dropped, {} so far", problem, progress.skipped());
    }

    /** Returns the microbatches that a step on {@code engine} splits {@code batch} into. */
    public static List<MicroBatch> microBatches(Batch batch, Engine engine) {
        return WorkDivision.microBatches(batch, engine.workers(), engine.isMixed());
    }
}
