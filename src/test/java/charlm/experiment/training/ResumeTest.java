package charlm.experiment.training;

import static charlm.experiment.training.TrainingFixture.KEEPING;
import static charlm.experiment.training.TrainingFixture.RESUMING;
import static charlm.experiment.training.TrainingFixture.RESUMING_UNSAVED;
import static charlm.experiment.training.TrainingFixture.STARTING;
import static charlm.experiment.training.TrainingFixture.STARTING_UNSAVED;
import static charlm.experiment.training.TrainingFixture.STEPS;
import static charlm.experiment.training.TrainingFixture.STEPS_PER_EPOCH;
import static charlm.experiment.training.TrainingFixture.choice;
import static charlm.experiment.training.TrainingFixture.crashIn;
import static charlm.experiment.training.TrainingFixture.stopAfter;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.safetensors.CheckpointException;
import charlm.experiment.ExitCode;
import charlm.experiment.RunChangedException;
import charlm.experiment.config.Interval;
import charlm.experiment.config.Recipe;
import charlm.experiment.config.StateConfig;
import charlm.experiment.training.TrainingOutcome.End;
import charlm.golden.TestEngines;
import charlm.nn.Variant;
import charlm.state.StateFolder;
import charlm.state.TrainingState;
import charlm.tensor.Engine;
import charlm.tensor.EngineChoice;
import charlm.tensor.Precision;
import charlm.train.Progress;
import charlm.train.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was interrupted and goes on ends where one that was not interrupted ends, to the bit. */
final class ResumeTest {
    private static final List<String> REPEATABLE = List.of("step", "epoch", "loss", "rate", "gradient_norm");
    private static final Interval EVERY_OTHER_STEP = new Interval(2, Interval.Unit.STEPS);

    private static final int TERMINATED = ExitCode.TERMINATED.code();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void stoppedAfterAnyStepAndResumedARunWritesTheSameFile(Engine engine, Variant variant) {
        resumesAfterAnyStop(TrainingFixture.in(folder, variant).on(choice(engine), Precision.FP32));
    }

    @ParameterizedTest
    @MethodSource("charlm.golden.TestEngines#withVariants")
    void crashedInAnyStepAndResumedARunWritesTheSameFile(Engine engine, Variant variant) {
        resumesAfterAnyCrash(TrainingFixture.in(folder, variant).on(choice(engine), Precision.FP32));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    @EnabledIf("charlm.golden.TestEngines#computeBfloat16")
    void inMixedPrecisionToo(Variant variant) {
        resumesAfterAnyStop(TrainingFixture.in(folder, variant).on(EngineChoice.ONEDNN, Precision.BF16));
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FP32", "BF16"})
    void aRunWhosePrecisionIsLeftOpenIsResumedInThatOfItsState(Precision precision) {
        assumeTrue(precision == Precision.FP32 || TestEngines.computeBfloat16());
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        fixture.on(EngineChoice.AUTO, precision).run("whole", STARTING).run(new StopRequest());
        stopAfter(1, fixture.on(EngineChoice.AUTO, precision).run("x", STARTING));
        fixture.on(EngineChoice.AUTO, Precision.AUTO).run("x", RESUMING).run(new StopRequest());
        assertSameAsWhole(fixture, "x");
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void byTheBestRecipeToo(Variant variant) {
        resumesAfterAnyStop(TrainingFixture.in(folder, variant).by(Recipe.BEST));
    }

    @Test
    void aStateIsNotResumedByAnotherRecipe() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        stopAfter(2, fixture.run("x", STARTING));
        List<String> changes = assertThrows(
                        RunChangedException.class,
                        () -> fixture.by(Recipe.BEST).run("x", RESUMING).run(new StopRequest()))
                .table();
        String table = String.join("\n", changes);
        for (String name : List.of("views", "order", "warmup_steps", "final_rate")) {
            assertTrue(table.contains(name), table);
        }
    }

    private void resumesAfterAnyStop(TrainingFixture fixture) {
        fixture.run("whole", STARTING_UNSAVED).run(new StopRequest());
        for (int k = 1; k < STEPS; k++) {
            String output = "stopped" + k;
            TrainingOutcome stopped = stopAfter(k, fixture.run(output, STARTING_UNSAVED));
            assertEquals(End.STOPPED, stopped.end());
            assertEquals(k, stopped.summary().steps());
            assertEquals(STEPS, stopped.planned());
            assertFalse(Files.exists(fixture.file(output)), "only a finished run writes its parameters");
            assertEquals(k, state(fixture, output).orElseThrow().progress().step());
            TrainingOutcome resumed = fixture.run(output, RESUMING_UNSAVED).run(new StopRequest());
            assertEquals(STEPS - k, resumed.summary().stepsHere());
            assertSameAsWhole(fixture, output);
        }
    }

    private void resumesAfterAnyCrash(TrainingFixture fixture) {
        fixture.run("whole", STARTING_UNSAVED).run(new StopRequest());
        StateConfig starting = new StateConfig(Optional.of(EVERY_OTHER_STEP), false, false, false);
        for (int k = 3; k <= STEPS; k++) {
            String output = "crashed" + k;
            long saved = (k - 1) / 2 * 2;
            crashIn(k, fixture.run(output, starting));
            assertEquals(saved, state(fixture, output).orElseThrow().progress().step());
            TrainingOutcome resumed = fixture.run(output, RESUMING_UNSAVED).run(new StopRequest());
            assertEquals(STEPS - saved, resumed.summary().stepsHere());
            assertSameAsWhole(fixture, output);
        }
    }

    private static Optional<TrainingState> state(TrainingFixture fixture, String output) {
        return new StateFolder(fixture.file(output)).newest();
    }

    /** The whole file, so the parameters and all that is said about them; and every step once in the metrics. */
    private static void assertSameAsWhole(TrainingFixture fixture, String output) {
        assertArrayEquals(fixture.bytes("whole"), fixture.bytes(output), output);
        assertEquals(metrics(fixture, "whole"), metrics(fixture, output), output);
        assertFalse(Files.exists(fixture.file(output + ".state")), "a finished run leaves no state");
        assertFalse(Files.exists(fixture.file(output + ".lock")));
    }

    private static List<List<Object>> metrics(TrainingFixture fixture, String output) {
        return fixture.metrics(output).stream()
                .map(line -> REPEATABLE.stream().<Object>map(line::get).toList())
                .toList();
    }

    @Test
    void theMetricsHaveOneObjectAStep() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        fixture.run("x", STARTING).run(new StopRequest());
        List<Map<String, Object>> lines = fixture.metrics("x");
        assertEquals(STEPS, lines.size());
        for (int step = 0; step < STEPS; step++) {
            Map<String, Object> line = lines.get(step);
            assertEquals(step, line.get("step"));
            assertEquals(step / STEPS_PER_EPOCH, line.get("epoch"));
            for (String positive : List.of("loss", "rate", "gradient_norm", "characters_per_second", "memory_bytes")) {
                assertTrue(((Number) line.get(positive)).doubleValue() > 0, positive);
            }
        }
    }

    @Test
    void aRunStoppedInItsLastStepIsFinished() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        fixture.run("whole", STARTING).run(new StopRequest());
        assertEquals(End.FINISHED, stopAfter(STEPS, fixture.run("x", STARTING)).end());
        assertSameAsWhole(fixture, "x");
    }

    @Test
    void aFinishedRunThatIsResumedStaysAsItIs() throws IOException {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.PERCEIVER);
        fixture.run("x", STARTING).run(new StopRequest());
        byte[] before = fixture.bytes("x");
        TrainingOutcome again = fixture.run("x", RESUMING).run(new StopRequest());
        assertEquals(End.FINISHED_BEFORE, again.end());
        assertEquals(STEPS, again.summary().steps());
        assertArrayEquals(before, fixture.bytes("x"));

        fixture.run("kept", KEEPING).run(new StopRequest());
        assertTrue(state(fixture, "kept").orElseThrow().finished());
        Files.delete(fixture.file("kept")); // as if it had been killed between the last state and the parameters
        TrainingOutcome rewritten = fixture.run("kept", RESUMING).run(new StopRequest());
        assertEquals(0, rewritten.summary().stepsHere());
        assertArrayEquals(before, fixture.bytes("kept"));
    }

    @Test
    void aStateTellsWhereItsRunIs() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        stopAfter(4, fixture.run("x", STARTING));
        TrainingState state = state(fixture, "x").orElseThrow();
        Progress progress = state.progress();
        assertEquals(4, progress.step());
        assertEquals(4, progress.updates());
        assertEquals(24 * (2 + 2 + 1 + 2), progress.tokensSeen());
        assertEquals(1, state.epoch());
        assertEquals(1, state.batch());
        assertEquals(STEPS, state.planned());
        assertEquals("the command", state.command());
        assertEquals("1", state.config().get("seed"));
        assertEquals(64, state.config().get("corpus_sha256").length());
        assertEquals(fixture.bytes("x.metrics.jsonl").length, state.metricsBytes());
    }

    @Test
    void anUnfinishedRunIsNotStartedOverUnasked() throws IOException {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        stopAfter(2, fixture.run("x", STARTING));
        String refused = assertThrows(CheckpointException.class, () -> fixture.run("x", STARTING)
                        .run(new StopRequest()))
                .getMessage();
        assertEquals(
                fixture.file("x.state") + ": holds an unfinished run (2 of 6 steps); add --resume to continue it, or"
                        + " delete this folder to start from the beginning",
                refused);
        new StateFolder(fixture.file("x")).remove();
        assertEquals(
                STEPS,
                fixture.run("x", STARTING).run(new StopRequest()).summary().stepsHere());
    }

    @Test
    void aFinishedRunMayBeStartedOverThoughItsStateWasKept() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        fixture.run("x", KEEPING).run(new StopRequest());
        stopAfter(1, fixture.run("x", STARTING));
        assertEquals(1, state(fixture, "x").orElseThrow().progress().step());
    }

    @Test
    void withoutAStateThereIsNothingToResume() {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        String refused = assertThrows(CheckpointException.class, () -> fixture.run("x", RESUMING)
                        .run(new StopRequest()))
                .getMessage();
        assertTrue(refused.contains("leave --resume out to start from the beginning"), refused);
        StopRequest atOnce = new StopRequest();
        atOnce.stop(TERMINATED);
        assertEquals(End.STOPPED, fixture.run("x", STARTING).run(atOnce).end());
        assertEquals(Optional.empty(), state(fixture, "x"));
        assertFalse(Files.exists(fixture.file("x")));
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aDamagedNewestStateIsPassedOverForTheOneBefore(Variant variant) throws IOException {
        TrainingFixture fixture = TrainingFixture.in(folder, variant);
        fixture.run("whole", STARTING).run(new StopRequest());
        stopAfter(4, fixture.run("x", STARTING));
        Path newest = fixture.file("x.state/step-00000004.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        assertEquals(3, state(fixture, "x").orElseThrow().progress().step());
        fixture.run("x", RESUMING).run(new StopRequest());
        assertSameAsWhole(fixture, "x");
    }

    @Test
    void whereEveryStateIsDamagedNothingStartsFromScratch() throws IOException {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        stopAfter(4, fixture.run("x", STARTING));
        Files.writeString(fixture.file("x.state/step-00000004.json"), "{}");
        Files.delete(fixture.file("x.state/step-00000003.safetensors"));
        for (StateConfig config : List.of(STARTING, RESUMING)) {
            String refused = assertThrows(CheckpointException.class, () -> fixture.run("x", config)
                            .run(new StopRequest()))
                    .getMessage();
            assertTrue(refused.contains("step-00000004 is damaged"), refused);
            assertTrue(refused.contains("step-00000003 is damaged"), refused);
            assertTrue(refused.endsWith("delete this folder to start from the beginning"), refused);
        }
    }

    @Test
    void whatHasChangedIsToldAndOverriddenOnlyOnDemand() throws IOException {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        stopAfter(4, fixture.run("x", STARTING));
        Files.writeString(fixture.file("corpus.txt"), "\nthe line", StandardOpenOption.APPEND);
        List<String> table = assertThrows(RunChangedException.class, () -> fixture.run("x", RESUMING, 7, 3)
                        .run(new StopRequest()))
                .table();
        assertEquals(3, table.size(), table::toString);
        assertEquals("  max_epochs         2 -> 3", table.get(0));
        assertEquals("  seed               1 -> 7", table.get(1));
        assertTrue(table.get(2).matches("  corpus_sha256      \\p{XDigit}{64} -> \\p{XDigit}{64}"), table.get(2));
        StateConfig anyway = new StateConfig(RESUMING.saveEvery(), false, false, true);
        TrainingOutcome outcome = fixture.run("x", anyway, 7, 3).run(new StopRequest());
        assertEquals(9, outcome.summary().steps());
        assertEquals(5, outcome.summary().stepsHere());
        assertEquals("9", Checkpoint.read(fixture.file("x")).training().get("steps"));
    }

    @Test
    void aStateOfAnotherModelIsRefusedWhateverIsAskedFor() {
        TrainingFixture vanilla = TrainingFixture.in(folder, Variant.VANILLA);
        stopAfter(2, vanilla.run("x", STARTING));
        TrainingExperiment perceiver = TrainingFixture.in(folder, Variant.PERCEIVER)
                .run("x", new StateConfig(RESUMING.saveEvery(), false, true, true));
        assertThrows(RunChangedException.class, () -> perceiver.run(new StopRequest()));
    }

    @Test
    void onlyTheLastTwoStatesAreKept() throws IOException {
        TrainingFixture fixture = TrainingFixture.in(folder, Variant.VANILLA);
        stopAfter(5, fixture.run("x", STARTING));
        try (var files = Files.list(fixture.file("x.state"))) {
            assertEquals(
                    List.of(
                            "latest",
                            "step-00000004.json",
                            "step-00000004.safetensors",
                            "step-00000004.sha256",
                            "step-00000005.json",
                            "step-00000005.safetensors",
                            "step-00000005.sha256"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
