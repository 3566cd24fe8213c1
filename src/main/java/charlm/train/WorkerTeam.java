package charlm.train;

import charlm.data.Batch;
import charlm.data.MicroBatch;
import charlm.model.LanguageModel;
import charlm.tensor.ThreadTeam;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The threads of a training step. Each has an engine of its own, a replica of the model over the same parameter values, and
 * gradients of its own. The same number of workers gives the same bits.
 */
final class WorkerTeam implements AutoCloseable {
    private final ThreadTeam threads;
    private final List<TrainingWorker> workers;
    private final boolean mixed;

    /** Starts the workers that the engine of {@code model} asks for; a single one works on the caller's thread. */
    WorkerTeam(LanguageModel model) {
        threads = new ThreadTeam("charlm-worker", model.engine().workers());
        TrainingWorker[] started = new TrainingWorker[threads.size()];
        threads.run(number -> started[number] = started.length == 1
                ? TrainingWorker.of(number, model, false)
                : TrainingWorker.of(number, model.replica(model.engine().openWorker()), true));
        workers = Arrays.asList(started);
        mixed = model.engine().isMixed();
    }

    List<TrainingWorker> workers() {
        return workers;
    }

    /**
     * Sets the workers' gradients so that their sum is that of the batch's mean loss; returns the loss summed over
     * scored targets.
     */
    double accumulateGradients(Batch batch, int scored, long seed, long step) {
        List<List<MicroBatch>> shares = WorkDivision.of(batch, workers.size(), mixed);
        return sum(worker -> worker.accumulateGradients(shares.get(worker.number()), 1.0 / scored, seed, step));
    }

    /** Runs {@code task} for every worker on its own thread; returns the sum of the results, in the order of the workers. */
    double sum(ToDoubleFunction<TrainingWorker> task) {
        double[] results = new double[workers.size()];
        run(worker -> results[worker.number()] = task.applyAsDouble(worker));
        double sum = 0; // DoubleStream.sum would compensate rounding, to other bits
        for (double result : results) {
            sum += result;
        }
        return sum;
    }

    /** Runs {@code task} for every worker on its own thread; returns when all are done, rethrows an exception of one. */
    void run(Consumer<TrainingWorker> task) {
        threads.run(number -> task.accept(workers.get(number)));
    }

    @Override
    public void close() {
        run(TrainingWorker::close);
        threads.close();
    }
}
