package charlm.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Numbered threads that work side by side; each keeps its number, since an engine belongs to the thread that opens it.
 * A team of one works on the caller's thread.
 */
public final class ThreadTeam implements AutoCloseable {
    private final List<ExecutorService> threads = new ArrayList<>();

    /** Starts {@code count} threads, named {@code name} and their number, or none when one is enough. */
    public ThreadTeam(String name, int count) {
        for (int i = 0; count > 1 && i < count; i++) {
            int number = i;
            threads.add(Executors.newSingleThreadExecutor(task -> daemon(task, name + "-" + number)));
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns how many work. */
    public int size() {
        return Math.max(1, threads.size());
    }

    /**
     * Lets every thread do {@code task} with its number, from 0; returns when all are done, rethrows what one of them
     * threw.
     */
    public void run(IntConsumer task) {
        if (threads.isEmpty()) {
            task.accept(0);
            return;
        }
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

    /**
     * Returns what a part threw, or null. An interrupt waits until the part is done: half a task must not be left
     * running.
     */
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
        threads.forEach(ExecutorService::shutdown);
    }
}
