package charlm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.BatchLoader;
import charlm.golden.Golden;
import charlm.golden.PaddedBatch;
import charlm.golden.WatchedEngine;
import charlm.model.LanguageModel;
import charlm.nn.Variant;
import charlm.tensor.Engine;
import charlm.tensor.NumberType;
import charlm.tensor.nd4j.Nd4jEngine;
import charlm.train.TrainingListener.StepReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How a run begins, continues another one, meets a batch that is not finite, and ends. */
final class TrainerRunTest {
    private static final PaddedBatch DATA = Golden.of(Variant.VANILLA).batch();
    private static final int BATCHES = DATA.rows(); // of one sequence each
    private static final double RATE = 0.01;
    private static final double DIVERGING_RATE = 1e30;
    private static final long PATIENCE_MILLIS = 60_000;

    private final List<String> events = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Trainer> seen = new ArrayList<>();
    private Runnable atStep = () -> {};
    private float[] afterLastUpdate;

    private final TrainingListener listener = new TrainingListener() {
        @Override
        public void onStart(Trainer trainer) {
            seen.add(trainer);
            events.add("start " + trainer.progress().step() + " of " + trainer.plannedSteps() + ", "
                    + trainer.stepsPerEpoch() + " an epoch");
        }

        @Override
        public void onStep(StepReport report) {
            events.add("step " + report.step());
            losses.add(report.loss());
            atStep.run();
            afterLastUpdate = seen.get(0).tensors().parameters();
        }

        @Override
        public void onSkipped(StepReport report) {
            events.add("skipped " + report.step());
        }

        @Override
        public void onEnd(Trainer trainer) {
            events.add("end " + trainer.progress().step());
        }
    };

    private Trainer trainer(Engine engine, double rate, int epochs, long maxSteps) {
        LanguageModel model = LanguageModel.create(Golden.of(Variant.VANILLA).config(), engine, 0.1);
        model.parameters().initialize(1);
        TrainingConfig config = new TrainingConfig(
                new RunLength(epochs, maxSteps),
                OptimizerConfig.adamW(rate),
                new TokenCosine(100, 10_000),
                1,
                NonFinite.SKIP);
        return new Trainer(model, new BatchLoader(DATA, 1), config, List.of(listener));
    }

    private static Engine nd4j() {
        return new Nd4jEngine(NumberType.FLOAT, 1);
    }

    @Test
    void listenersHearOfTheStartOfEveryStepAndOfTheEnd() {
        List<String> expected = new ArrayList<>();
        expected.add("start 0 of " + 2 * BATCHES + ", " + BATCHES + " an epoch");
        for (int step = 0; step < 2 * BATCHES; step++) {
            expected.add("step " + step);
        }
        expected.add("end " + 2 * BATCHES);
        try (Engine engine = nd4j()) {
            trainer(engine, RATE, 2, 0).run();
        }
        assertEquals(expected, events);
    }

    /** The moments and the number of updates count: both decide how far the next step goes. */
    @Test
    void aRunThatContinuesAnotherGoesOnAsIfThatHadNotStopped() {
        try (Engine engine = nd4j()) {
            Trainer whole = trainer(engine, RATE, 2, 0);
            whole.run();
            Trainer first = trainer(engine, RATE, 2, BATCHES + 1L);
            first.run();
            Trainer second = trainer(engine, RATE, 2, 0);
            second.resumeFrom(first.progress(), first.tensors());
            Trainer.Summary summary = second.run();
            assertArrayEquals(whole.tensors().parameters(), second.tensors().parameters(), 0);
            assertArrayEquals(whole.tensors().firstMoments(), second.tensors().firstMoments(), 0);
            assertArrayEquals(whole.tensors().secondMoments(), second.tensors().secondMoments(), 0);
            assertEquals(whole.progress(), second.progress());
            assertEquals(2L * BATCHES, summary.steps());
            assertEquals(BATCHES - 1L, summary.stepsHere());
        }
    }

    @Test
    void aBatchThatIsNotFiniteIsAStepWithoutUpdateTokensOrLoss() {
        try (Engine engine = nd4j()) {
            Trainer trainer = trainer(engine, DIVERGING_RATE, 1, 0);
            Trainer.Summary summary = trainer.run();
            int updates = losses.size();
            assertFalse(updates == BATCHES, "a rate of 1e30 should make later batches infinite");
            List<String> expected = new ArrayList<>();
            expected.add("start 0 of " + BATCHES + ", " + BATCHES + " an epoch");
            for (int step = 0; step < BATCHES; step++) {
                expected.add((step < updates ? "step " : "skipped ") + step);
            }
            expected.add("end " + BATCHES);
            assertEquals(expected, events);
            assertArrayEquals(afterLastUpdate, trainer.tensors().parameters(), 0);
            long tokens = (long) updates * DATA.columns();
            assertEquals(new Progress(BATCHES, updates, tokens, losses.get(updates - 1)), trainer.progress());
            assertEquals(BATCHES - updates, summary.skipped());
        }
    }

    /** Engines may keep copies of the parameters. */
    @Test
    void enginesKnowOfEveryUpdateAndThoseOfTheWorkersAreClosedInTheEnd() throws InterruptedException {
        List<String> ofWorkers = Collections.synchronizedList(new ArrayList<>());
        List<Thread> workers = Collections.synchronizedList(new ArrayList<>());
        Supplier<Engine> worker = () -> WatchedEngine.noting(nd4j(), operation -> {
            if (operation.equals("parametersChanged") || operation.equals("close")) {
                ofWorkers.add(operation);
                workers.add(Thread.currentThread());
            }
        });
        try (Engine nd4j = nd4j()) {
            Engine engine = WatchedEngine.noting(WatchedEngine.divided(nd4j, 2, worker), operation -> {
                if (operation.equals("parametersChanged")) {
                    events.add(operation);
                }
            });
            trainer(engine, RATE, 1, 3).run();
        }
        String changed = "parametersChanged";
        assertEquals(List.of(changed, changed, changed, changed, changed, changed, "close", "close"), ofWorkers);
        assertEquals(List.of("step 2", "end 3", changed), events.subList(events.indexOf("step 2"), events.size()));
        for (Thread thread : workers) {
            thread.join(PATIENCE_MILLIS);
            assertFalse(thread.isAlive(), thread.getName());
        }
    }

    @Test
    void aRunStopsAfterTheStepInWhichItIsFirstAskedTo() {
        StopRequest stop = new StopRequest();
        assertFalse(stop.isAsked());
        assertEquals(0, stop.exitCode());
        atStep = () -> {
            stop.stop(130);
            stop.stop(143);
        };
        try (Engine engine = nd4j()) {
            assertEquals(1, trainer(engine, RATE, 2, 0).run(stop).steps());
        }
        assertTrue(stop.isAsked());
        assertEquals(130, stop.exitCode());
    }

    @Test
    void speedIsScoredCharactersASecond() {
        StepReport report = new StepReport(0, 0, 1, 1, 1, 1_000, 250, OptionalDouble.empty());
        assertEquals(4_000, report.charactersPerSecond());
    }

    @Test
    void aStepHasMicroBatchesForAllWorkers() {
        try (Engine engine = nd4j()) {
            assertEquals(1, Trainer.microBatches(DATA.ragged(), engine).size());
            Engine divided = WatchedEngine.divided(engine, 2, TrainerRunTest::nd4j);
            assertEquals(2, Trainer.microBatches(DATA.ragged(), divided).size());
        }
    }
}
