package charlm.tensor.onednn;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads for loops over native memory. A range is cut into one contiguous part for each thread; the
 * caller works on the first part itself. Nothing is allocated per loop.
 */
final class Parallel implements AutoCloseable {
    private static final int SPINS_BEFORE_PARKING = 2_000;

    /** A loop body; {@code slot} is the part's number, for scratch memory that parts must not share. */
    interface Range {
        void run(int from, int to, int slot);
    }

    private final int threads;
    private final KernelThread[] workers;
    private final AtomicInteger running = new AtomicInteger();
    private volatile Throwable failure;
    private volatile int generation;
    private volatile boolean closed;
    private Range body;
    private int count;

    Parallel(int threads) {
        this.threads = threads;
        workers = new KernelThread[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new KernelThread(i + 1);
            workers[i].start();
        }
    }

    int threads() {
        return threads;
    }

    /** Runs {@code body} over [0, count); returns when every part is done. A body with few items runs on the caller. */
    void run(int count, int minPerThread, Range body) {
        if (threads == 1 || count < 2 * minPerThread) {
            body.run(0, count, 0);
            return;
        }
        this.body = body;
        this.count = count;
        running.set(workers.length);
        generation++; // publishes body and count
        for (KernelThread worker : workers) {
            LockSupport.unpark(worker);
        }
        try {
            runPart(0);
        } catch (RuntimeException | Error e) {
            failure = e; // thrown once the others no longer work
        }
        while (running.get() > 0) {
            Thread.onSpinWait();
        }
        rethrow();
    }

    private void rethrow() {
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw new IllegalStateException("a parallel loop failed", thrown);
        }
    }

    private void runPart(int slot) {
        int from = (int) ((long) count * slot / threads);
        int to = (int) ((long) count * (slot + 1) / threads);
        if (from < to) {
            body.run(from, to, slot);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (KernelThread worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private final class KernelThread extends Thread {
        private final int slot;

        KernelThread(int slot) {
            super("charlm-loop-" + slot);
            this.slot = slot;
            setDaemon(true);
        }

        @Override
        public void run() {
            int seen = 0;
            while (!closed) {
                int current = awaitNext(seen);
                if (current != seen) {
                    seen = current;
                    work();
                }
            }
        }

        private int awaitNext(int seen) {
            for (int spin = 0; spin < SPINS_BEFORE_PARKING; spin++) {
                if (generation != seen || closed) {
                    return generation;
                }
                Thread.onSpinWait();
            }
            LockSupport.park(Parallel.this);
            return generation;
        }

        private void work() {
            try {
                runPart(slot);
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                running.decrementAndGet();
            }
        }
    }
}
