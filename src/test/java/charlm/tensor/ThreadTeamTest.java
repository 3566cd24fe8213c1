package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThreadTeamTest {
    private static final long PATIENCE_MILLIS = 60_000;

    @Test
    void everyNumberKeepsItsThread() {
        try (ThreadTeam team = new ThreadTeam("test", 3)) {
            Thread[] first = new Thread[3];
            Thread[] second = new Thread[3];
            team.run(number -> first[number] = Thread.currentThread());
            team.run(number -> second[number] = Thread.currentThread());
            for (int number = 0; number < 3; number++) {
                assertSame(first[number], second[number]);
                assertNotSame(Thread.currentThread(), first[number]);
            }
        }
    }

    @Test
    void threadsEndWithTheirTeamAndKeepNoProcessAlive() throws InterruptedException {
        Thread[] threads = new Thread[2];
        try (ThreadTeam team = new ThreadTeam("test", 2)) {
            assertEquals(2, team.size());
            team.run(number -> threads[number] = Thread.currentThread());
        }
        for (int number = 0; number < 2; number++) {
            assertEquals("test-" + number, threads[number].getName());
            assertTrue(threads[number].isDaemon());
            threads[number].join(PATIENCE_MILLIS);
            assertFalse(threads[number].isAlive());
        }
    }

    @Test
    void aTeamOfOneWorksOnTheCallersThread() {
        try (ThreadTeam team = new ThreadTeam("test", 1)) {
            team.run(number -> assertSame(0, number));
            Thread[] worker = new Thread[1];
            team.run(number -> worker[number] = Thread.currentThread());
            assertSame(Thread.currentThread(), worker[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatOneThrowsComesOutOnceAllAreDone(int size) {
        try (ThreadTeam team = new ThreadTeam("test", size)) {
            AtomicInteger done = new AtomicInteger();
            IllegalStateException broken = new IllegalStateException("0");
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> team.run(number -> {
                        done.incrementAndGet();
                        if (number == 0) {
                            throw broken;
                        }
                    }));
            assertSame(broken, thrown);
            assertEquals(team.size(), done.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anInterruptOfTheCallerWaitsUntilThePartIsDoneAndIsKept(int interrupting) {
        Thread caller = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        try (ThreadTeam team = new ThreadTeam("test", 2)) {
            team.run(number -> {
                if (number == interrupting) {
                    caller.interrupt();
                    awaitThatItTookTheInterruptAndWaitsAgain(caller);
                    done.set(true);
                }
            });
            boolean wasDone = done.get();
            boolean wasInterrupted = Thread.interrupted(); // the tests after this one must not be
            assertTrue(wasDone, "the caller came back before the part was done");
            assertTrue(wasInterrupted, "the interrupt got lost");
        }
    }

    private static void awaitThatItTookTheInterruptAndWaitsAgain(Thread caller) {
        while (caller.isInterrupted() || caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
