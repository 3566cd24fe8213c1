package charlm.experiment.training;

import static charlm.Said.requireParts;
import static charlm.experiment.training.TrainingFixture.RESUMING;
import static charlm.experiment.training.TrainingFixture.STARTING;
import static charlm.experiment.training.TrainingFixture.STARTING_UNSAVED;
import static charlm.experiment.training.TrainingFixture.STEPS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.MemoryException;
import charlm.files.FaultyFiles;
import charlm.files.OutputException;
import charlm.files.OutputLock;
import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import charlm.state.StateFolder;
import charlm.state.TrainingState;
import charlm.train.DivergedException;
import charlm.train.MemoryEstimate;
import charlm.train.NonFinite;
import charlm.train.Progress;
import charlm.train.StopRequest;
import charlm.train.TrainingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong during a run costs none of what was saved before. */
final class TrainingFaultsTest {
    private static final double DIVERGING_RATE = 1e30;

    @TempDir
    private Path folder;

    private static TrainingState state(TrainingFixture fixture, String output) {
        return new StateFolder(fixture.file(output)).newest().orElseThrow();
    }

    @Test
    void whicheverFileOperationOfARunFailsItClaimsNoSuccessAndLosesNothing() throws IOException {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        fixture.run("whole", STARTING_UNSAVED, 1, 1).run(new StopRequest());
        boolean failed = true;
        int n = 1;
        for (; failed; n++) {
            fixture.write("x", "the old parameters");
            try (FaultyFiles files = FaultyFiles.failing(n)) {
                boolean finished = finishes(fixture.run("x", STARTING_UNSAVED, 1, 1));
                failed = files.failed().isPresent();
                assertEquals(!failed, finished, "operation " + n + ", " + files.failed());
            }
            assertOldOrWhole(fixture);
            assertNoTemporaries();
            new StateFolder(fixture.file("x")).remove();
        }
        assertTrue(n > 50, "there were only " + n + " operations to fail");
    }

    private static boolean finishes(TrainingExperiment experiment) {
        try {
            experiment.run(new StopRequest());
            return true;
        } catch (OutputException e) {
            return false;
        }
    }

    private static void assertOldOrWhole(TrainingFixture fixture) {
        byte[] bytes = fixture.bytes("x");
        if (!new String(bytes, StandardCharsets.UTF_8).equals("the old parameters")) {
            assertArrayEquals(fixture.bytes("whole"), bytes);
        }
    }

    private void assertNoTemporaries() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".tmp")).toList());
        }
    }

    @Test
    void aSaveThatFailsEndsTheRunAndTheOneBeforeGoesOn() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.PERCEIVER);
        fixture.run("whole", STARTING).run(new StopRequest());
        List<FaultyFiles> faults = new ArrayList<>();
        TrainingListener breaksLater = report -> {
            if (report.step() == 3) {
                faults.add(FaultyFiles.failing(4));
            }
        };
        try {
            assertThrows(OutputException.class, () -> fixture.run("x", STARTING).run(new StopRequest(), breaksLater));
        } finally {
            faults.forEach(FaultyFiles::close);
        }
        assertEquals(3, state(fixture, "x").progress().step());
        fixture.run("x", RESUMING).run(new StopRequest());
        assertArrayEquals(fixture.bytes("whole"), fixture.bytes("x"));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aLossThatIsNotFiniteStopsTheRunBeforeTheUpdate(Variant variant) {
        TrainingFixture fixture = TrainingFixture.in(folder, variant).withRate(DIVERGING_RATE, NonFinite.STOP);
        List<Long> steps = new ArrayList<>();
        TrainingListener steps1 = report -> steps.add(report.step());
        String said = assertThrows(DivergedException.class, () -> fixture.run("x", STARTING)
                        .run(new StopRequest(), steps1))
                .getMessage();
        String step = "step " + (steps.size() + 1) + " (epoch 1, documents ";
        assertTrue(said.startsWith(step), said);
        requireParts(said, ": loss ", "gradient norm ", "parameter norm ", "rate ", "--on-nonfinite skip");
        assertTrue(said.contains("the last good state is from step " + steps.size()), said);
        TrainingState last = state(fixture, "x");
        assertEquals(steps.size(), last.progress().step());
        for (float value : last.tensors().parameters()) {
            assertTrue(Float.isFinite(value));
        }
        assertFalse(Files.exists(fixture.file("x")));
    }

    @Test
    void aBatchThatIsSkippedIsCountedAndLoggedAndChangesNothing() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA).withRate(DIVERGING_RATE, NonFinite.SKIP);
        List<Long> trained = new ArrayList<>();
        List<Long> skipped = new ArrayList<>();
        TrainingOutcome outcome = fixture.run("x", TrainingFixture.KEEPING)
                .run(new StopRequest(), new TrainingListener() {
                    @Override
                    public void onStep(StepReport report) {
                        trained.add(report.step());
                    }

                    @Override
                    public void onSkipped(StepReport report) {
                        skipped.add(report.step());
                    }
                });
        assertEquals(STEPS, outcome.summary().steps());
        assertFalse(skipped.isEmpty());
        assertEquals(STEPS, trained.size() + skipped.size());
        assertEquals(skipped.size(), outcome.summary().skipped());
        Progress progress = state(fixture, "x").progress();
        assertEquals(trained.size(), progress.updates());
        assertTrue(Double.isFinite(progress.lastLoss()));
        long lines = new String(fixture.bytes("x.metrics.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"loss\":null") && line.contains("\"skipped\":true"))
                .count();
        assertEquals(skipped.size(), lines);
    }

    @Test
    void aRunThatDivergedGoesOnFromItsStateSkipping() {
        TrainingFixture stopping = TrainingFixture.in(folder, Variant.VANILLA).withRate(DIVERGING_RATE, NonFinite.STOP);
        assertThrows(DivergedException.class, () -> stopping.run("x", STARTING).run(new StopRequest()));
        TrainingFixture skipping = TrainingFixture.in(folder, Variant.VANILLA).withRate(DIVERGING_RATE, NonFinite.SKIP);
        skipping.run("x", RESUMING).run(new StopRequest());
        skipping.run("whole", STARTING).run(new StopRequest());
        assertArrayEquals(skipping.bytes("whole"), skipping.bytes("x"));
    }

    @Test
    void aRunThatRunsOutOfMemoryGoesOnFromItsState() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        fixture.run("whole", STARTING).run(new StopRequest());
        List<long[]> hoard = new ArrayList<>();
        TrainingListener greedy = report -> {
            while (report.step() == 3) {
                hoard.add(new long[Integer.MAX_VALUE - 8]);
            }
        };
        assertThrows(OutOfMemoryError.class, () -> fixture.run("x", STARTING).run(new StopRequest(), greedy));
        hoard.clear();
        assertEquals(3, state(fixture, "x").progress().step());
        fixture.run("x", RESUMING).run(new StopRequest());
        assertArrayEquals(fixture.bytes("whole"), fixture.bytes("x"));
    }

    @Test
    void aRunThatCannotFitIsRefusedWithWhatItTakes() {
        ModelConfig large = new ModelConfig(Variant.VANILLA, 256, 128, 4, 8, 4096, 0);
        MemoryEstimate estimate = MemoryEstimate.of(large, 128, 1, false);
        String machine = assertThrows(
                        MemoryException.class,
                        () -> MemoryCheck.require(large, workers -> estimate, 1, 8L << 30, 64L << 30))
                .getMessage();
        assertTrue(machine.contains("GiB of memory, 8.0 GiB are available; make --embed-dim"), machine);
        String heap = assertThrows(
                        MemoryException.class,
                        () -> MemoryCheck.require(large, workers -> estimate, 1, 64L << 30, 1L << 30))
                .getMessage();
        assertTrue(
                heap.contains("GiB of Java heap, which may grow to 1.0 GiB; allow more with CHARLM_JAVA_OPTS"), heap);
        MemoryCheck.require(large, workers -> estimate, 1, 64L << 30, 64L << 30);
    }

    @Test
    void threadsThatDoNotFitAreBlamedWhereFewerDo() {
        ModelConfig model = new ModelConfig(Variant.VANILLA, 256, 128, 4, 8, 256, 0);
        IntFunction<MemoryEstimate> estimate = workers -> MemoryEstimate.of(model, 128, workers, false);
        long available = estimate.apply(37).totalBytes();
        String said = assertThrows(
                        MemoryException.class,
                        () -> MemoryCheck.require(model, estimate, 100_000, available, Long.MAX_VALUE))
                .getMessage();
        assertTrue(said.contains("with --threads 100000 takes about "), said);
        assertTrue(said.endsWith("GiB are available; type --threads 37, or fewer"), said);
        MemoryCheck.require(model, estimate, 37, available, Long.MAX_VALUE);
        String shape = assertThrows(
                        MemoryException.class,
                        () -> MemoryCheck.require(model, estimate, 100_000, 1L << 20, Long.MAX_VALUE))
                .getMessage();
        assertTrue(shape.contains("make --embed-dim, --num-layers"), shape);
    }

    @Test
    void aSecondRunOnOneOutputIsRefused() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        try (OutputLock held = OutputLock.acquire(fixture.file("x"))) {
            String said = assertThrows(OutputException.class, () -> fixture.run("x", STARTING)
                            .run(new StopRequest()))
                    .getMessage();
            assertTrue(said.contains("another run is writing it"), said + held);
        }
    }
}
