package charlm.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    /** Returns the number of threads that work. */
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
        List<CompletableFuture<Void>> running = new ArrayList<>(threads.size());
        for (int i = 0; i < threads.size(); i++) {
            int number = i;
            running.add(CompletableFuture.runAsync(() -> task.accept(number), threads.get(i)));
        }
        Throwable failure = null;
        for (CompletableFuture<Void> part : running) {
            try {
                part.join(); // waits in spite of an interrupt: half a task must not be left running
            } catch (CompletionException e) {
                failure = failure == null ? e.getCause() : failure;
            }
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        } else if (failure instanceof Error error) {
            throw error;
        }
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdown);
    }
}
