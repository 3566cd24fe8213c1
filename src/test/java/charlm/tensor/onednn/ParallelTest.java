package charlm.tensor.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ParallelTest {
    private static final int THREADS = 3;

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheCallersPartThrowsComesOutOnceAllAreDone() {
        try (Parallel parallel = new Parallel(THREADS)) {
            IllegalArgumentException broken = new IllegalArgumentException("0");
            CountDownLatch thrown = new CountDownLatch(1);
            AtomicInteger done = new AtomicInteger();
            IllegalStateException came = assertThrows(
                    IllegalStateException.class,
                    () -> parallel.run(THREADS, 1, (from, to, slot) -> {
                        if (slot == 0) {
                            thrown.countDown();
                            throw broken;
                        }
                        await(thrown);
                        done.incrementAndGet();
                    }));
            assertSame(broken, came.getCause());
            assertEquals(THREADS - 1, done.get());
        }
    }

    @Test
    void aLoopDoesNotThrowWhatAnEarlierOneDid() {
        try (Parallel parallel = new Parallel(THREADS)) {
            CountDownLatch others = new CountDownLatch(THREADS - 1);
            assertThrows(
                    IllegalStateException.class,
                    () -> parallel.run(THREADS, 1, (from, to, slot) -> {
                        if (slot == 0) {
                            await(others);
                        }
                        others.countDown();
                        throw new IllegalArgumentException("part " + slot);
                    }));
            AtomicInteger done = new AtomicInteger();
            parallel.run(THREADS, 1, (from, to, slot) -> done.addAndGet(to - from));
            assertEquals(THREADS, done.get());
        }
    }
}
