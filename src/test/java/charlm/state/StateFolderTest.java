package charlm.state;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.ChildJvm;
import charlm.LogCapture;
import charlm.Said;
import charlm.checkpoint.safetensors.CheckpointException;
import charlm.files.FaultyFiles;
import charlm.files.OutputException;
import charlm.files.Sha256;
import charlm.train.LearnedTensors;
import charlm.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a save, there is a good state, and it is one that was saved. */
final class StateFolderTest {
    private static final int AT_ONCE = 4; // processes
    private static final int ENOUGH = 1000; // operations, more than any save takes

    @TempDir
    private Path folder;

    /** Saves the state of step 3 beside those of steps 1 and 2, and halts on the way. */
    static final class HaltedSave {
        private HaltedSave() {}

        public static void main(String[] arguments) {
            StateFolder states = new StateFolder(Path.of(arguments[0]));
            states.newest();
            FaultyFiles.halting(Integer.parseInt(arguments[1]));
            states.save(state(3));
        }
    }

    private static TrainingState state(long step) {
        float at = step;
        return new TrainingState(
                new Progress(step, step, step * 100, 1.0 / step),
                9,
                step / 3,
                step % 3,
                step * 10,
                Optional.of("events_" + step),
                "charlm pretrain Zoë",
                Map.of("seed", "1"),
                Optional.of(new DevProgress(1, 2, step, 3, true)),
                new LearnedTensors(
                        new float[] {at, -at, 0.1f}, new float[] {at, at, at}, new float[] {0, at, Float.MIN_VALUE}));
    }

    private static void assertIsState(long step, Optional<TrainingState> found) {
        TrainingState expected = state(step);
        TrainingState state = found.orElseThrow();
        assertEquals(expected.progress(), state.progress());
        assertEquals(expected.planned(), state.planned());
        assertEquals(expected.eventFolder(), state.eventFolder());
        assertEquals(expected.epoch(), state.epoch());
        assertEquals(expected.batch(), state.batch());
        assertEquals(expected.metricsBytes(), state.metricsBytes());
        assertEquals(expected.command(), state.command());
        assertEquals(expected.config(), state.config());
        assertEquals(expected.dev(), state.dev());
        assertArrayEquals(expected.tensors().parameters(), state.tensors().parameters(), 0);
        assertArrayEquals(expected.tensors().firstMoments(), state.tensors().firstMoments(), 0);
        assertArrayEquals(expected.tensors().secondMoments(), state.tensors().secondMoments(), 0);
    }

    private StateFolder twoStates(String name) {
        StateFolder states = new StateFolder(folder.resolve(name));
        states.save(state(1));
        states.save(state(2));
        return states;
    }

    private void assertHoldsOnly(String name, long first, long second) throws IOException {
        List<String> expected = new ArrayList<>(List.of("latest"));
        for (long step : new long[] {first, second}) {
            expected.addAll(List.of(
                    "step-0000000" + step + ".json",
                    "step-0000000" + step + ".safetensors",
                    "step-0000000" + step + ".sha256"));
        }
        try (Stream<Path> files = Files.list(folder.resolve(name + ".state"))) {
            assertEquals(
                    expected,
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void whatIsSavedIsReadBackAndTheLastTwoAreKept() throws IOException {
        StateFolder states = new StateFolder(folder.resolve("x"));
        assertEquals(Optional.empty(), states.newest());
        for (long step = 1; step <= 4; step++) {
            states.save(state(step));
            assertIsState(step, new StateFolder(folder.resolve("x")).newest());
        }
        assertHoldsOnly("x", 3, 4);
        states.remove();
        assertFalse(Files.exists(states.path()));
        assertEquals(Optional.empty(), states.newest());
    }

    @Test
    void aStateWithANumberThatIsNoneIsLeftForTheOneBefore() {
        StateFolder states = new StateFolder(folder.resolve("x"));
        states.save(state(1));
        TrainingState some = state(2);
        some.tensors().parameters()[1] = Float.NaN;
        states.save(some);
        StateFolder again = new StateFolder(folder.resolve("x"));
        try (LogCapture log = new LogCapture(StateFolder.class)) {
            assertIsState(1, again.newest());
            requireParts(
                    log.lines().get(0),
                    "step-00000002 is damaged",
                    "tensor parameters has 1 of 3 values NaN or infinite in float32, the first NaN at [1]");
        }
    }

    @Test
    void aLossThatIsNoNumberIsReadBackToo() {
        StateFolder states = new StateFolder(folder.resolve("x"));
        TrainingState some = state(1);
        states.save(new TrainingState(
                new Progress(1, 0, 0, Double.NaN),
                9,
                0,
                1,
                0,
                Optional.empty(),
                "",
                some.config(),
                Optional.empty(),
                some.tensors()));
        assertTrue(Double.isNaN(states.newest().orElseThrow().progress().lastLoss()));
    }

    @Test
    void theManifestIsOneThatOtherToolsRead() throws IOException {
        twoStates("x");
        List<String> lines = Files.readAllLines(folder.resolve("x.state/step-00000002.sha256"));
        assertEquals(2, lines.size());
        assertEquals(
                Sha256.of(folder.resolve("x.state/step-00000002.safetensors")) + "  step-00000002.safetensors",
                lines.get(0));
        assertEquals(
                "step-00000002",
                Files.readString(folder.resolve("x.state/latest")).strip());
    }

    @Test
    void aProcessHaltedAtAnyFileOperationOfASaveLeavesAGoodState() throws Exception {
        StateFolder prepared = twoStates("prepared");
        int halted = 0;
        boolean done = false;
        for (int first = 1; !done; first += AT_ONCE) {
            List<Process> children = new ArrayList<>();
            for (int n = first; n < first + AT_ONCE; n++) {
                String name = "halted" + n;
                copy(prepared, name);
                children.add(new ChildJvm(HaltedSave.class, path(name), String.valueOf(n))
                        .option("-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider") // starts sooner
                        .start(folder, name));
            }
            for (int n = first; n < first + AT_ONCE; n++) {
                String name = "halted" + n;
                int exit = children.get(n - first).waitFor();
                done |= exit == 0;
                halted += exit == 0 ? 0 : 1;
                assertTrue(exit == 0 || exit == FaultyFiles.HALTED, () -> Said.in(folder.resolve(name + ".err")));
                assertHoldsAGoodState(name);
            }
        }
        assertTrue(halted > 25, "there were only " + halted + " operations to halt at");
    }

    private void assertHoldsAGoodState(String name) throws IOException {
        StateFolder states = new StateFolder(folder.resolve(name));
        Optional<TrainingState> found = states.newest();
        long step = found.orElseThrow().progress().step();
        assertTrue(step == 2 || step == 3, name + " left step " + step);
        assertIsState(step, found);
        states.save(state(4));
        assertIsState(4, states.newest());
        assertHoldsOnly(name, step, 4);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void copy(StateFolder from, String name) throws IOException {
        Path to = Files.createDirectory(folder.resolve(name + ".state"));
        try (Stream<Path> files = Files.list(from.path())) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aSaveOfWhichAnyFileOperationFailsIsNoSaveAndTheStateBeforeIsGood() throws IOException {
        int failures = 0;
        boolean done = false;
        for (int n = 1; !done; n++) {
            StateFolder states = twoStates("failed" + n);
            try (FaultyFiles files = FaultyFiles.failing(n)) {
                boolean saved = trySave(states);
                done = files.failed().isEmpty();
                boolean old = files.failed().filter("delete"::equals).isPresent(); // costs space, nothing else
                assertEquals(done || old, saved, () -> "after a failed " + files.failed());
            }
            failures++;
            long step = states.newest().orElseThrow().progress().step();
            assertTrue(step == 2 || step == 3);
            assertIsState(step, states.newest());
            assertNoTemporaries(states);
            states.save(state(4));
            assertHoldsOnly("failed" + n, step, 4);
        }
        assertTrue(failures > 25 && failures < ENOUGH);
    }

    private static boolean trySave(StateFolder states) {
        try {
            states.save(state(3));
            return true;
        } catch (OutputException e) {
            assertTrue(e.getMessage().contains("no space left on device"), e.getMessage());
            return false;
        }
    }

    private static void assertNoTemporaries(StateFolder states) throws IOException {
        try (Stream<Path> files = Files.list(states.path())) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.toString().endsWith(".tmp")).toList());
        }
    }

    @Test
    void everyByteOfAStateIsGuarded() throws IOException {
        twoStates("x");
        for (String ending : List.of(".safetensors", ".json", ".sha256")) {
            Path file = folder.resolve("x.state/step-00000002" + ending);
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < good.length; i++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << i % 8);
                Files.write(file, bad);
                assertIsState(1, new StateFolder(folder.resolve("x")).newest());
            }
            for (int length = 0; length < good.length; length += 3) {
                Files.write(file, Arrays.copyOf(good, length));
                assertIsState(1, new StateFolder(folder.resolve("x")).newest());
            }
            Files.write(file, good);
        }
        assertIsState(2, new StateFolder(folder.resolve("x")).newest());
    }

    @Test
    void theNewestStateIsMissedWhenAllOfItIsGone() throws IOException {
        twoStates("x");
        for (String ending : List.of(".safetensors", ".json", ".sha256")) {
            Files.delete(folder.resolve("x.state/step-00000002" + ending));
        }
        assertIsState(1, new StateFolder(folder.resolve("x")).newest());
        for (String ending : List.of(".safetensors", ".json", ".sha256")) {
            Files.delete(folder.resolve("x.state/step-00000001" + ending));
        }
        String said = assertThrows(CheckpointException.class, () -> new StateFolder(folder.resolve("x")).newest())
                .getMessage();
        assertTrue(said.contains("step-00000002 is damaged: it cannot be read"), said);
    }

    @Test
    void filesOfOthersInTheFolderAreLeftAlone() throws IOException {
        StateFolder states = twoStates("x");
        Files.writeString(states.path().resolve("notes.txt"), "mine");
        states.save(state(3));
        states.remove();
        assertEquals("mine", Files.readString(states.path().resolve("notes.txt")));
        assertEquals(Optional.empty(), states.newest());
    }

    @Test
    void aStateOfAnotherFormatIsNotGuessedAt() throws IOException {
        twoStates("x");
        Path json = folder.resolve("x.state/step-00000002.json");
        Files.writeString(json, Files.readString(json).replace("{\"format\":\"1\"", "{\"format\":\"2\""));
        Path tensors = folder.resolve("x.state/step-00000002.safetensors");
        Files.writeString(
                folder.resolve("x.state/step-00000002.sha256"),
                Sha256.of(tensors) + "  step-00000002.safetensors\n" + Sha256.of(json) + "  step-00000002.json\n");
        assertIsState(1, new StateFolder(folder.resolve("x")).newest());
    }

    @Test
    void aStateNamesNoFolderOfEventsElsewhere() throws IOException {
        StateFolder states = new StateFolder(folder.resolve("x"));
        states.save(state(1));
        Path numbers = folder.resolve("x.state/step-00000001.json");
        String json = Files.readString(numbers);
        for (String hostile : List.of("../mine", "/mine", "..", "")) {
            String changed = json.replace("events_1", hostile);
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> StateCodec.decode(changed, state(1).tensors()));
            assertEquals("event_folder is " + hostile, refused.getMessage());
        }
        TrainingState older = StateCodec.decode(json.replace("\"event_folder\":\"events_1\",", ""), state(1).tensors());
        assertEquals(Optional.empty(), older.eventFolder());
    }
}
