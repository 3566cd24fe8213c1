package charlm.experiment.training;

import static charlm.experiment.training.TrainingFixture.KEEPING;
import static charlm.experiment.training.TrainingFixture.RESUMING;
import static charlm.experiment.training.TrainingFixture.RESUMING_UNSAVED;
import static charlm.experiment.training.TrainingFixture.STARTING;
import static charlm.experiment.training.TrainingFixture.STARTING_UNSAVED;
import static charlm.experiment.training.TrainingFixture.choice;
import static charlm.experiment.training.TrainingFixture.crashIn;
import static charlm.experiment.training.TrainingFixture.stopAfter;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.safetensors.NamedTensor;
import charlm.data.InputException;
import charlm.eval.Score;
import charlm.experiment.EvaluationExperiment;
import charlm.experiment.RunChangedException;
import charlm.experiment.config.DevConfig;
import charlm.experiment.config.Interval;
import charlm.experiment.config.StateConfig;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingRequest;
import charlm.experiment.training.TrainingOutcome.End;
import charlm.nn.Variant;
import charlm.state.DevProgress;
import charlm.state.StateFolder;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Precision;
import charlm.train.NonFinite;
import charlm.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Finetuning that asks the dev questions on the way. */
final class DevEvaluationTest {
    private static final int STEPS_PER_EPOCH = 2;
    private static final int EPOCHS = 3;
    private static final int FEWER_EPOCHS = 2; // with steps before, at and between evaluations every two steps
    private static final int FEWER_STEPS = STEPS_PER_EPOCH * FEWER_EPOCHS;
    private static final int BLOCK_SIZE = 40;
    private static final double RATE = 0.02;
    private static final double RATE_THAT_CHANGES_NOTHING = 1e-20;

    @TempDir
    private Path folder;

    private TrainingFixture vanilla;
    private TrainingFixture idle;

    @BeforeEach
    void write() {
        vanilla = fixture(Variant.VANILLA);
        idle = vanilla.withRate(RATE_THAT_CHANGES_NOTHING, NonFinite.STOP);
        String questions = "Ann?\tRome\nBo?\tOslo\nCy?\tRome\n"; // short: an answer then fits the block
        vanilla.write("corpus.txt", "Ann was born in Rome\nBo was born in Oslo\nCy? Where was Cy?\n");
        vanilla.write("train.tsv", questions);
        vanilla.write("dev.tsv", questions + "Ro?\tNowhere\n");
    }

    private TrainingFixture fixture(Variant variant) {
        return TrainingFixture.in(folder, variant).withRate(RATE, NonFinite.STOP);
    }

    private TrainingExperiment run(TrainingFixture fixture, String output, StateConfig state, Optional<DevConfig> dev) {
        return run(fixture, output, state, dev, EPOCHS);
    }

    private TrainingExperiment fewerSteps(String output, StateConfig state, Optional<DevConfig> dev) {
        return run(vanilla, output, state, dev, FEWER_EPOCHS);
    }

    private TrainingExperiment run(
            TrainingFixture fixture, String output, StateConfig state, Optional<DevConfig> dev, int epochs) {
        return new TrainingExperiment(new TrainingRequest(
                Task.FINETUNE,
                fixture.shape(BLOCK_SIZE),
                new TrainingRequest.Sources(
                        folder.resolve("corpus.txt"), Optional.of(folder.resolve("train.tsv")), Optional.empty()),
                new TrainingRequest.Outputs(folder.resolve(output), Optional.empty(), false),
                dev,
                fixture.settings(Task.FINETUNE, 1, epochs),
                fixture.computes(),
                state,
                TrainingFixture.PROVENANCE));
    }

    private Optional<DevConfig> dev(String every, Integer patience) {
        return Optional.of(new DevConfig(
                folder.resolve("dev.tsv"),
                Interval.parseSteps(every),
                Optional.ofNullable(patience),
                Optional.of(Interval.parseSteps("3"))));
    }

    private List<Object> accuracies(String output) {
        List<Object> accuracies = new ArrayList<>(); // null where there is none
        vanilla.metrics(output).forEach(line -> accuracies.add(line.get("dev_accuracy")));
        return accuracies;
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void askingOnTheWayChangesNoBitOfTheParameters(Engine engine, Variant variant) {
        TrainingFixture fixture = fixture(variant).on(choice(engine), Precision.FP32);
        run(fixture, "alone", STARTING_UNSAVED, Optional.empty()).run(new StopRequest());
        run(fixture, "asked", STARTING_UNSAVED, dev("2", null)).run(new StopRequest());
        List<NamedTensor> alone = Checkpoint.read(folder.resolve("alone")).tensors();
        List<NamedTensor> asked = Checkpoint.read(folder.resolve("asked")).tensors();
        for (int i = 0; i < alone.size(); i++) {
            assertArrayEquals(
                    alone.get(i).values(), asked.get(i).values(), alone.get(i).name());
        }
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void whatIsKeptAsTheBestAnswersAsWellAsItSays(Engine engine, Variant variant) {
        requireThatTheBestAnswersAsWellAsItSays(fixture(variant).on(choice(engine), Precision.FP32));
    }

    @Test
    @EnabledIf("charlm.golden.TestEngines#computeBfloat16")
    void inMixedPrecisionAnswersAreComputedInFullToo() {
        requireThatTheBestAnswersAsWellAsItSays(vanilla.on(EngineChoice.ONEDNN, Precision.BF16));
    }

    private void requireThatTheBestAnswersAsWellAsItSays(TrainingFixture fixture) {
        DevProgress best = run(fixture, "x", STARTING_UNSAVED, dev("2", null))
                .run(new StopRequest())
                .dev()
                .orElseThrow();
        Path file = folder.resolve("x.best");
        Score found = new EvaluationExperiment(
                        fixture.shape(BLOCK_SIZE),
                        new EvaluationExperiment.Files(
                                folder.resolve("corpus.txt"),
                                file,
                                folder.resolve("dev.tsv"),
                                folder.resolve("predictions")),
                        fixture.computes(),
                        false,
                        TrainingFixture.PROVENANCE)
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
    void stoppedAfterAnyStepAndResumedARunWritesTheSameFiles() {
        fewerSteps("whole", STARTING_UNSAVED, dev("2", 9)).run(new StopRequest());
        for (int k = 1; k < FEWER_STEPS; k++) {
            String output = "stopped" + k;
            TrainingOutcome stopped = stopAfter(k, fewerSteps(output, STARTING_UNSAVED, dev("2", 9)));
            assertEquals(End.STOPPED, stopped.end());
            fewerSteps(output, RESUMING_UNSAVED, dev("2", 9)).run(new StopRequest());
            assertSameAsWhole(output);
        }
    }

    @Test
    void crashedAfterAnyEvaluationAndResumedARunWritesTheSameFiles() {
        fewerSteps("whole", STARTING_UNSAVED, dev("1", 9)).run(new StopRequest());
        for (int k = 2; k <= FEWER_STEPS; k++) {
            String output = "crashed" + k;
            crashIn(k, fewerSteps(output, STARTING, dev("1", 9)));
            fewerSteps(output, RESUMING_UNSAVED, dev("1", 9)).run(new StopRequest());
            assertSameAsWhole(output);
        }
    }

    private void assertSameAsWhole(String output) {
        assertArrayEquals(vanilla.bytes("whole"), vanilla.bytes(output), output);
        assertArrayEquals(vanilla.bytes("whole.best"), vanilla.bytes(output + ".best"), output);
        assertEquals(accuracies("whole"), accuracies(output), output);
    }

    @Test
    void evaluationsAreEvenlySpacedAndThereIsOneAtTheEnd() {
        run(vanilla, "x", STARTING_UNSAVED, dev("4", null)).run(new StopRequest());
        List<Integer> evaluated = vanilla.metrics("x").stream()
                .filter(line -> line.containsKey("dev_accuracy"))
                .map(line -> (Integer) line.get("step") + 1)
                .toList();
        assertEquals(List.of(4, 6), evaluated);
    }

    @Test
    void aRunThatGetsNoBetterForLongEnoughIsFinished() throws IOException {
        TrainingOutcome outcome = run(idle, "x", KEEPING, dev("1", 3)).run(new StopRequest());
        assertEquals(End.FINISHED, outcome.end());
        assertEquals(4, outcome.summary().steps());
        assertEquals(1, outcome.dev().orElseThrow().step());
        assertTrue(outcome.dev().orElseThrow().exhausted());
        assertEquals("4", Checkpoint.read(folder.resolve("x")).training().get("steps"));
        byte[] before = vanilla.bytes("x");
        Files.delete(folder.resolve("x")); // as if it had been killed between the last state and the parameters
        TrainingOutcome again = run(idle, "x", RESUMING, dev("1", 3)).run(new StopRequest());
        assertEquals(End.FINISHED, again.end());
        assertEquals(0, again.summary().stepsHere());
        assertArrayEquals(before, vanilla.bytes("x"));
        TrainingOutcome before2 = run(idle, "x", RESUMING, dev("1", 3)).run(new StopRequest());
        assertEquals(End.FINISHED_BEFORE, before2.end());
        assertEquals(4, before2.summary().steps());
    }

    @Test
    void patienceIsCountedOnAcrossAnInterruption() {
        stopAfter(1, run(idle, "x", STARTING, dev("1", 2)));
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
        stopAfter(1, run(vanilla, "x", STARTING, dev("1", null)));
        List<String> table = assertThrows(RunChangedException.class, () -> run(vanilla, "x", RESUMING, dev("2", 5))
                        .run(new StopRequest()))
                .table();
        assertEquals(List.of("  eval_every         1 steps -> 2 steps", "  patience           none -> 5"), table);
    }

    @Test
    void questionsWithoutPlacesAreRefusedBeforeTraining() {
        vanilla.write("dev.tsv", "Ann?\n");
        String said = assertThrows(InputException.class, () -> run(vanilla, "x", STARTING, dev("1", null))
                        .run(new StopRequest()))
                .getMessage();
        assertTrue(said.contains("evaluation during training needs questions with answers"), said);
        assertFalse(Files.exists(folder.resolve("x.metrics.jsonl")));
    }
}
