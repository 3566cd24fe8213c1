package charlm.experiment.training;

import static charlm.experiment.training.TrainingFixture.EPOCHS;
import static charlm.experiment.training.TrainingFixture.KEEPING;
import static charlm.experiment.training.TrainingFixture.RESUMING;
import static charlm.experiment.training.TrainingFixture.STARTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.experiment.config.StateConfig;
import charlm.experiment.config.Task;
import charlm.experiment.config.TrainingRequest;
import charlm.files.OutputLock;
import charlm.nn.Variant;
import charlm.state.StateFolder;
import charlm.train.StopRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another run left is not taken for one's own. */
final class ResumptionTest {
    private static final StateConfig RESUMING_ANYWAY = new StateConfig(RESUMING.saveEvery(), false, false, true);
    private static final long SEED = 1;
    private static final long OTHER_SEED = 2;

    @TempDir
    private Path folder;

    private TrainingFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = TrainingFixture.in(folder, Variant.VANILLA);
    }

    @Test
    void aFinishedRunOfOtherSettingsIsNotTheOneThatIsAskedFor() {
        fixture.run("x", STARTING, SEED, EPOCHS).run(new StopRequest());
        byte[] parameters = fixture.bytes("x");
        for (StateConfig resuming : List.of(RESUMING, RESUMING_ANYWAY)) {
            assertRefused(
                    "there is no state to continue from; leave --resume out to start from the beginning",
                    fixture.request("x", resuming, fixture.settings(Task.PRETRAIN, OTHER_SEED, EPOCHS)));
        }
        assertArrayEquals(parameters, fixture.bytes("x"));
    }

    @Test
    void aStateBeyondTheEndOfTheRunIsRefusedWhateverIsAskedFor() {
        fixture.run("x", KEEPING, SEED, EPOCHS).run(new StopRequest());
        byte[] parameters = fixture.bytes("x");
        assertRefused(
                "has done 6 steps, more than the 3 now planned; ask for more epochs or steps",
                fixture.request("x", RESUMING_ANYWAY, fixture.settings(Task.PRETRAIN, SEED, EPOCHS - 1)));
        assertArrayEquals(parameters, fixture.bytes("x"));
        assertTrue(new StateFolder(fixture.file("x")).newest().isPresent());
    }

    @Test
    void theStateOfARunThatGoesOnElsewhereIsLeftToIt() {
        TrainingFixture.stopAfter(2, fixture.run("x", STARTING));
        TrainingRequest request = fixture.request("x", STARTING, fixture.settings(Task.PRETRAIN, SEED, EPOCHS));
        assertTrue(onlyProblem(request).contains("unfinished run"), onlyProblem(request));
        try (OutputLock held = OutputLock.acquire(fixture.file("x"))) {
            assertTrue(onlyProblem(request).contains("another run is writing it"), onlyProblem(request) + held);
        }
    }

    private static String onlyProblem(TrainingRequest request) {
        List<RuntimeException> problems = new DryRunExperiment(request).run().problems();
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0).getMessage();
    }

    private void assertRefused(String problem, TrainingRequest request) {
        String message = fixture.file("x.state") + ": " + problem;
        TrainingExperiment experiment = new TrainingExperiment(request);
        assertEquals(
                message,
                assertThrows(CheckpointException.class, () -> experiment.run(new StopRequest()))
                        .getMessage());
        assertEquals(message, onlyProblem(request));
    }
}
