package charlm.report;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.InputException;
import charlm.eval.Score;
import charlm.files.RunPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunRecordTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2

    private static final ToIntFunction<Throwable> NO_FAILURE = e -> {
        throw new AssertionError("it did not fail", e);
    };

    @TempDir
    private Path folder;

    private Path output() {
        return folder.resolve("x.params");
    }

    private RunRecord record(String command) {
        return new RunRecord("finetune", "parameters", output(), command, "1.2.3");
    }

    private RunManifest manifest() {
        return RunManifest.read(new RunPaths(output()).manifest());
    }

    @Test
    void aFileIsTakenDownAsItWasWhenItWasRead() throws IOException {
        Path corpus = write(folder.resolve("corpus.txt"), "abc");
        record("charlm")
                .reads("corpus", corpus)
                .during(
                        started -> {
                            write(folder.resolve("new.txt"), "another text, which takes its place");
                            try {
                                Files.move(folder.resolve("new.txt"), corpus, StandardCopyOption.REPLACE_EXISTING);
                            } catch (IOException e) {
                                throw new InputException(corpus, e.toString());
                            }
                            write(output(), "abc");
                            return "";
                        },
                        NO_FAILURE);
        assertEquals(
                Optional.of(new RunFile("corpus", corpus.toString(), 3, ABC)),
                manifest().input("corpus"));
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyFactComesBackAsItWasTakenDown() {
        Path corpus = write(folder.resolve("corpus.txt"), "abc");
        record("charlm finetune \"<x>\"\u0007")
                .reads("corpus", corpus)
                .reads("start", folder.resolve("gone"))
                .config(Map.of("seed", "7"))
                .during(
                        record -> {
                            write(output(), "abc");
                            return record.result("steps", 12).score(Optional.of(new Score(3, 4)));
                        },
                        NO_FAILURE);
        RunManifest read = manifest();
        assertEquals("finetune", read.task());
        assertEquals("charlm finetune \"<x>\"\u0007", read.command());
        assertEquals(Path.of("").toAbsolutePath().toString(), read.folder());
        assertEquals("done", read.exit());
        assertEquals(OptionalInt.of(0), read.exitCode());
        assertFalse(Instant.parse(read.ended()).isBefore(Instant.parse(read.started())));
        assertEquals("1.2.3", read.program());
        assertEquals(Map.of("seed", "7"), read.config());
        assertEquals(Optional.of(new RunFile("corpus", corpus.toString(), 3, ABC)), read.input("corpus"));
        assertEquals(-1, read.input("start").orElseThrow().bytes());
        assertEquals(Optional.of(new RunFile("parameters", output().toString(), 3, ABC)), read.output());
        assertEquals(Map.of("steps", "12"), read.result());
        assertEquals(Optional.of(new Score(3, 4)), read.score());
        assertEquals(Machine.here().fields(), read.machine());
        assertTrue(read.libraries().stream().anyMatch(name -> name.matches("picocli-\\d.*")), "" + read.libraries());
    }

    @Test
    void aRunWithoutResultSaysSoUnlessAnOlderResultIsThere() {
        assertThrows(IllegalStateException.class, () -> record("first")
                .during(
                        record -> {
                            throw new IllegalStateException("out of luck");
                        },
                        e -> e.getMessage().length()));
        assertEquals("failed: out of luck", manifest().exit());
        assertEquals(OptionalInt.of("out of luck".length()), manifest().exitCode());
        assertEquals(Optional.empty(), manifest().output());
        record("second").during(record -> record.stopped(143), NO_FAILURE);
        assertEquals("stopped", manifest().exit());
        assertEquals(OptionalInt.of(143), manifest().exitCode());
        record("third").during(record -> write(output(), "result"), NO_FAILURE);
        assertEquals("done", manifest().exit());
        record("fourth").during(record -> record.stopped(143), NO_FAILURE);
        assertThrows(IllegalStateException.class, () -> record("fifth")
                .during(
                        record -> {
                            throw new IllegalStateException("again");
                        },
                        e -> 1));
        record("sixth").during(RunRecord::nothingNew, NO_FAILURE);
        assertEquals("third", manifest().command());
    }

    @Test
    void theCardTellsTheSameFactsAndNothingInThemIsMarkup() throws IOException {
        record("charlm finetune '<script>|\u001b[31m'")
                .reads("corpus", write(folder.resolve("corpus.txt"), "abc"))
                .config(Map.of("variant", "vanilla", "num_layers", "4"))
                .during(
                        record -> {
                            write(output(), "abc");
                            return record.score(Optional.of(new Score(112, 500)))
                                    .result("a|b", "<i>");
                        },
                        NO_FAILURE);
        String card = Files.readString(new RunPaths(output()).card());
        requireParts(card, "# x.params", "vanilla model of 4 layers", "112 of 500 questions right: 22.4 %");
        requireParts(card, ABC, "a\\|b", "&lt;i>");
        assertTrue(card.contains("\n    charlm finetune '<script>|?[31m'\n"), card); // in a block of code
        assertFalse(card.replace("<script>", "").contains("<") || card.contains("\u001b"), card);
    }

    @Test
    void theCardTellsWhatAModelWasPretrainedBy() throws IOException {
        for (Map<String, String> config : List.of(Map.<String, String>of(), Map.of("views", "window=5,cue=5"))) {
            new RunRecord("pretrain", "parameters", output(), "charlm", "1")
                    .config(config)
                    .during(record -> write(output(), "abc"), NO_FAILURE);
            String way =
                    config.isEmpty() ? ", pretrained by span corruption.\n" : ", pretrained on views of documents.\n";
            assertTrue(Files.readString(new RunPaths(output()).card()).contains(way), way);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"charlm_run\":\"x\"}", "\"charlm_run\""})
    void whatIsNoManifestIsRefusedByName(String text) {
        Path file = write(folder.resolve("m.run.json"), text);
        InputException e = assertThrows(InputException.class, () -> RunManifest.read(file));
        assertTrue(e.getMessage().contains("m.run.json: is no record of a run"), e.getMessage());
    }

    @Test
    void aManifestThatTellsLittleIsReadAsFarAsItGoes() {
        Path file = write(
                folder.resolve("m.run.json"),
                "{\"charlm_run\":1,\"task\":3,\"inputs\":[7,{\"role\":\"corpus\"}],\"config\":[],"
                        + "\"score\":{\"correct\":9,\"total\":2}}");
        RunManifest read = RunManifest.read(file);
        assertEquals("", read.task());
        assertEquals(OptionalInt.empty(), read.exitCode());
        assertEquals(1, read.inputs().size());
        assertEquals(Map.of(), read.config());
        assertEquals(Optional.empty(), read.score());
    }
}
