package charlm.train;

import charlm.data.Batch;
import charlm.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The threads that a training step is divided among. Each has an engine of its own, a replica of the model over the same
 * parameter values, and gradients of its own; they meet only when a task is done. The same number of workers gives the
 * same bits.
 */
final class WorkerTeam implements AutoCloseable {
    private final List<Worker> workers = new ArrayList<>();
    private final List<ExecutorService> threads = new ArrayList<>();

    /** Starts as many workers as the engine of {@code model} is best divided among; one alone works on the caller's thread. */
    WorkerTeam(LanguageModel model) {
        int count = model.engine().workers();
        if (count == 1) {
            workers.add(new Worker(0, model, false));
            return;
        }
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(Executors.newSingleThreadExecutor(task -> thread(task, number)));
            workers.add(null);
        }
        // an engine belongs to the thread that opens it
        runAll(number -> workers.set(
                number, new Worker(number, model.replica(model.engine().openWorker()), true)));
    }

    private static Thread thread(Runnable task, int number) {
        Thread thread = new Thread(task, "charlm-worker-" + number);
        thread.setDaemon(true);
        return thread;
    }

    List<Worker> workers() {
        return workers;
    }

    /** Sets the workers' gradients so that their sum is that of the batch's mean loss; returns the loss summed over scored targets. */
    double accumulateGradients(Batch batch, int scored, long seed, long step) {
        List<List<Batch>> shares = GroupShares.of(batch, workers.size());
        run(worker -> worker.accumulateGradients(shares.get(worker.number()), 1.0 / scored, seed, step));
        double sum = 0;
        for (Worker worker : workers) {
            sum += worker.loss();
        }
        return sum;
    }

    /** Lets every worker do {@code task} on its own thread; returns when all are done, rethrows what one of them threw. */
    void run(Consumer<Worker> task) {
        if (threads.isEmpty()) {
            task.accept(workers.get(0));
        } else {
            runAll(number -> task.accept(workers.get(number)));
        }
    }

    private void runAll(Consumer<Integer> task) {
        List<Future<?>> running = new ArrayList<>(threads.size());
        for (int i = 0; i < threads.size(); i++) {
            int number = i;
            running.add(threads.get(i).submit(() -> task.accept(number)));
        }
        Throwable failure = null;
        for (Future<?> part : running) {
            Throwable thrown = outcome(part);
            failure = failure == null ? thrown : failure;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }

    /** Returns what a part threw, or null. An interrupt waits until the part is done: half a step must not be left running. */
    private static Throwable outcome(Future<?> part) {
        boolean interrupted = false;
        while (true) {
            try {
                part.get();
                return null;
            } catch (ExecutionException e) {
                return e.getCause();
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                if (interrupted && part.isDone()) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Override
    public void close() {
        run(Worker::close);
        threads.forEach(ExecutorService::shutdown);
    }
}
