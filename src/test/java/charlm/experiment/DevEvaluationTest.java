package charlm.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.DevProgress;
import charlm.checkpoint.NamedTensor;
import charlm.checkpoint.StateFolder;
import charlm.checkpoint.TypedShape;
import charlm.data.InputException;
import charlm.eval.Score;
import charlm.experiment.TrainingOutcome.End;
import charlm.model.Variant;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Precision;
import charlm.train.NonFinite;
import charlm.train.OptimizerKind;
import charlm.train.StopRequest;
import charlm.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.jr.ob.JSON;

/** Finetuning that asks the dev questions on the way. */
final class DevEvaluationTest {
    private static final int STEPS_PER_EPOCH = 2;
    private static final int EPOCHS = 3;
    private static final int STEPS = STEPS_PER_EPOCH * EPOCHS;
    private static final double RATE = 0.02;
    private static final double RATE_THAT_CHANGES_NOTHING = 1e-20;
    private static final Interval EACH_STEP = Interval.parseSteps("1");
    private static final StateConfig STARTING = new StateConfig(Optional.of(EACH_STEP), false, false, false);
    private static final StateConfig KEEPING = new StateConfig(Optional.of(EACH_STEP), true, false, false);
    private static final StateConfig RESUMING = new StateConfig(Optional.of(EACH_STEP), false, true, false);

    private static final int TERMINATED = ExitCode.TERMINATED.code();

    @TempDir
    private Path folder;

    /** What a process that is killed is to those who look on. */
    private static final class Crash extends RuntimeException {}

    /** How a run differs from the others. */
    private record Case(Variant variant, EngineChoice engine, Precision precision, double rate) {
        private static final Case PLAIN = new Case(Variant.VANILLA, EngineChoice.AUTO, Precision.FP32, RATE);

        static Case of(Engine engine, Variant variant) {
            return new Case(
                    variant, EngineChoice.valueOf(engine.name().toUpperCase(Locale.ROOT)), Precision.FP32, RATE);
        }

        TypedShape shape() {
            return new TypedShape(
                    variant,
                    variant == Variant.PERCEIVER ? Optional.of(6) : Optional.empty(),
                    Optional.of(40),
                    Optional.of(2),
                    Optional.of(2),
                    Optional.of(16));
        }

        EngineConfig computes() {
            return new EngineConfig(engine, precision, 1);
        }
    }

    @BeforeEach
    void write() throws IOException {
        String questions = "Ann?\tRome\nBo?\tOslo\nCy?\tRome\n"; // short: an answer then fits the block
        Files.writeString(
                folder.resolve("corpus.txt"), "Ann was born in Rome\nBo was born in Oslo\nCy? Where was Cy?\n");
        Files.writeString(folder.resolve("train.tsv"), questions);
        Files.writeString(folder.resolve("dev.tsv"), questions + "Ro?\tNowhere\n");
    }

    private TrainingExperiment run(Case run, String output, StateConfig state, Optional<DevConfig> dev) {
        return new TrainingExperiment(new TrainingRequest(
                Task.FINETUNE,
                run.shape(),
                folder.resolve("corpus.txt"),
                Optional.of(folder.resolve("train.tsv")),
                Optional.empty(),
                dev,
                folder.resolve(output),
                new TrainingSettings(
                        Optional.of(EPOCHS),
                        0,
                        Optional.of(2),
                        run.rate(),
                        OptimizerKind.ADAMW,
                        0.1,
                        0.1,
                        1,
                        NonFinite.STOP,
                        Recipe.REFERENCE,
                        Curriculum.REFERENCE),
                run.computes(),
                Optional.empty(),
                state,
                false,
                "the command",
                "test"));
    }

    private Optional<DevConfig> dev(String every, Integer patience) {
        return Optional.of(new DevConfig(
                folder.resolve("dev.tsv"),
                Interval.parseSteps(every),
                Optional.ofNullable(patience),
                Optional.of(Interval.parseSteps("3"))));
    }

    private byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private List<Map<String, Object>> metrics(String output) throws IOException {
        return Files.readAllLines(folder.resolve(output + ".metrics.jsonl")).stream()
                .map(line -> JSON.std.mapFrom(line))
                .toList();
    }

    private List<Object> accuracies(String output) throws IOException {
        List<Object> accuracies = new ArrayList<>();
        metrics(output).forEach(line -> accuracies.add(line.get("dev_accuracy")));
        return accuracies;
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void askingOnTheWayChangesNoBitOfTheParameters(Engine engine, Variant variant) {
        Case run = Case.of(engine, variant);
        run(run, "alone", STARTING, Optional.empty()).run(new StopRequest());
        run(run, "asked", STARTING, dev("2", null)).run(new StopRequest());
        List<NamedTensor> alone = Checkpoint.read(folder.resolve("alone")).tensors();
        List<NamedTensor> asked = Checkpoint.read(folder.resolve("asked")).tensors();
        for (int i = 0; i < alone.size(); i++) {
            assertArrayEquals(
                    alone.get(i).values(), asked.get(i).values(), alone.get(i).name());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void whatIsKeptAsTheBestAnswersAsWellAsItSays(Engine engine, Variant variant) throws IOException {
        requireThatTheBestAnswersAsWellAsItSays(Case.of(engine, variant));
    }

    @Test
    @EnabledIf("charlm.golden.TestEngines#computeBfloat16")
    void inMixedPrecisionAnswersAreComputedInFullToo() throws IOException {
        requireThatTheBestAnswersAsWellAsItSays(new Case(Variant.VANILLA, EngineChoice.ONEDNN, Precision.BF16, RATE));
    }

    private void requireThatTheBestAnswersAsWellAsItSays(Case run) throws IOException {
        DevProgress best = run(run, "x", STARTING, dev("2", null))
                .run(new StopRequest())
                .dev()
                .orElseThrow();
        Path file = folder.resolve("x.best");
        Score found = new EvaluationExperiment(
                        run.shape(),
                        folder.resolve("corpus.txt"),
                        file,
                        folder.resolve("dev.tsv"),
                        folder.resolve("predictions"),
                        run.computes(),
                        false,
                        "the command",
                        "test")
                .run()
                .score()
                .orElseThrow();
        assertEquals(new Score(best.correct(), best.total()), found);
        Map<String, String> facts = Checkpoint.read(file).training();
        assertEquals(String.valueOf(best.step()), facts.get("steps"));
        assertEquals(best.correct() + " of 4", facts.get("best_dev_correct"));
        assertEquals(
                facts.get("best_dev_step"),
                Checkpoint.read(folder.resolve("x")).training().get("best_dev_step"));
        List<Object> accuracies = accuracies("x");
        double highest = accuracies.stream()
                .filter(Objects::nonNull)
                .mapToDouble(it -> (Double) it)
                .max()
                .orElseThrow();
        assertEquals(highest, (double) best.correct() / best.total());
        assertEquals(accuracies.indexOf(highest), best.step() - 1, "the first of equals is kept");
    }

    @Test
    void stoppedAfterAnyStepAndResumedARunWritesTheSameFiles() throws IOException {
        run(Case.PLAIN, "whole", STARTING, dev("2", 9)).run(new StopRequest());
        for (int k = 1; k < STEPS; k++) {
            int last = k;
            String output = "stopped" + k;
            StopRequest stop = new StopRequest();
            TrainingListener stopper = report -> {
                if (report.step() + 1 == last) {
                    stop.stop(TERMINATED);
                }
            };
            assertEquals(
                    End.STOPPED,
                    run(Case.PLAIN, output, STARTING, dev("2", 9))
                            .run(stop, stopper)
                            .end());
            run(Case.PLAIN, output, RESUMING, dev("2", 9)).run(new StopRequest());
            assertSameAsWhole(output);
        }
    }

    @Test
    void crashedAfterAnyEvaluationAndResumedARunWritesTheSameFiles() throws IOException {
        run(Case.PLAIN, "whole", STARTING, dev("1", 9)).run(new StopRequest());
        for (int k = 2; k <= STEPS; k++) {
            int last = k;
            String output = "crashed" + k;
            TrainingListener crash = report -> {
                if (report.step() + 1 == last) {
                    throw new Crash();
                }
            };
            assertThrows(Crash.class, () -> run(Case.PLAIN, output, STARTING, dev("1", 9))
                    .run(new StopRequest(), crash));
            run(Case.PLAIN, output, RESUMING, dev("1", 9)).run(new StopRequest());
            assertSameAsWhole(output);
        }
    }

    private void assertSameAsWhole(String output) throws IOException {
        assertArrayEquals(bytes("whole"), bytes(output), output);
        assertArrayEquals(bytes("whole.best"), bytes(output + ".best"), output);
        assertEquals(accuracies("whole"), accuracies(output), output);
    }

    @Test
    void evaluationsAreEvenlySpacedAndThereIsOneAtTheEnd() throws IOException {
        run(Case.PLAIN, "x", STARTING, dev("4", null)).run(new StopRequest());
        List<Integer> evaluated = metrics("x").stream()
                .filter(line -> line.containsKey("dev_accuracy"))
                .map(line -> (Integer) line.get("step") + 1)
                .toList();
        assertEquals(List.of(4, 6), evaluated);
    }

    @Test
    void aRunThatGetsNoBetterForLongEnoughIsFinished() throws IOException {
        Case idle = new Case(Variant.VANILLA, EngineChoice.AUTO, Precision.FP32, RATE_THAT_CHANGES_NOTHING);
        TrainingOutcome outcome = run(idle, "x", KEEPING, dev("1", 3)).run(new StopRequest());
        assertEquals(End.FINISHED, outcome.end());
        assertEquals(4, outcome.summary().steps());
        assertEquals(1, outcome.dev().orElseThrow().step());
        assertTrue(outcome.dev().orElseThrow().exhausted());
        assertEquals("4", Checkpoint.read(folder.resolve("x")).training().get("steps"));
        byte[] before = bytes("x");
        Files.delete(folder.resolve("x")); // as if it had been killed between the last state and the parameters
        TrainingOutcome again = run(idle, "x", RESUMING, dev("1", 3)).run(new StopRequest());
        assertEquals(End.FINISHED, again.end());
        assertEquals(0, again.summary().stepsHere());
        assertArrayEquals(before, bytes("x"));
        TrainingOutcome before2 = run(idle, "x", RESUMING, dev("1", 3)).run(new StopRequest());
        assertEquals(End.FINISHED_BEFORE, before2.end());
        assertEquals(4, before2.summary().steps());
    }

    @Test
    void patienceIsCountedOnAcrossAnInterruption() {
        Case idle = new Case(Variant.VANILLA, EngineChoice.AUTO, Precision.FP32, RATE_THAT_CHANGES_NOTHING);
        StopRequest stop = new StopRequest();
        TrainingListener stopper = report -> stop.stop(TERMINATED);
        run(idle, "x", STARTING, dev("1", 2)).run(stop, stopper);
        assertEquals(
                Optional.of(1L),
                new StateFolder(folder.resolve("x"))
                        .newest()
                        .orElseThrow()
                        .dev()
                        .map(DevProgress::step));
        assertEquals(
                3,
                run(idle, "x", RESUMING, dev("1", 2))
                        .run(new StopRequest())
                        .summary()
                        .steps());
    }

    @Test
    void howToEvaluateIsPartOfWhatARunIs() {
        StopRequest stop = new StopRequest();
        TrainingListener stopper = report -> stop.stop(TERMINATED);
        run(Case.PLAIN, "x", STARTING, dev("1", null)).run(stop, stopper);
        List<String> table = assertThrows(RunChangedException.class, () -> run(Case.PLAIN, "x", RESUMING, dev("2", 5))
                        .run(new StopRequest()))
                .table();
        assertEquals(List.of("  eval_every         1 steps -> 2 steps", "  patience           none -> 5"), table);
    }

    @Test
    void questionsWithoutPlacesAreRefusedBeforeTraining() throws IOException {
        Files.writeString(folder.resolve("dev.tsv"), "Ann?\n");
        String said = assertThrows(InputException.class, () -> run(Case.PLAIN, "x", STARTING, dev("1", null))
                        .run(new StopRequest()))
                .getMessage();
        assertTrue(said.contains("evaluating on the way needs places"), said);
        assertFalse(Files.exists(folder.resolve("x.metrics.jsonl")));
    }
}
