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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

final class ManifestWriterTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2

    private static final ToIntFunction<Throwable> NO_FAILURE = e -> {
        throw new AssertionError("it did not fail", e);
    };

    @TempDir
    private Path folder;

    private Path output() {
        return folder.resolve("x.params");
    }

    private ManifestWriter record(String command) {
        return new ManifestWriter("finetune", "parameters", output(), new Provenance(command, "1.2.3"));
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
                Optional.of(new FileFingerprint("corpus", corpus.toString(), 3, ABC)),
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
        assertEquals(
                "charlm finetune \"<x>\"\u0007", read.execution().provenance().command());
        assertEquals(Path.of("").toAbsolutePath().toString(), read.execution().folder());
        assertEquals("done", read.execution().exit());
        assertEquals(OptionalInt.of(0), read.execution().exitCode());
        assertFalse(Instant.parse(read.execution().ended())
                .isBefore(Instant.parse(read.execution().started())));
        assertEquals("1.2.3", read.execution().provenance().programVersion());
        assertEquals(Map.of("seed", 7), read.config());
        assertEquals(Optional.of(new FileFingerprint("corpus", corpus.toString(), 3, ABC)), read.input("corpus"));
        assertEquals(-1, read.input("start").orElseThrow().bytes());
        assertEquals(Optional.of(new FileFingerprint("parameters", output().toString(), 3, ABC)), read.output());
        assertEquals(Map.of("steps", 12), read.result());
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
        assertEquals("failed: out of luck", manifest().execution().exit());
        assertEquals(
                OptionalInt.of("out of luck".length()), manifest().execution().exitCode());
        assertEquals(Optional.empty(), manifest().output());
        record("second").during(record -> record.stopped(143), NO_FAILURE);
        assertEquals("stopped", manifest().execution().exit());
        assertEquals(OptionalInt.of(143), manifest().execution().exitCode());
        record("third").during(record -> write(output(), "result"), NO_FAILURE);
        assertEquals("done", manifest().execution().exit());
        record("fourth").during(record -> record.stopped(143), NO_FAILURE);
        assertThrows(IllegalStateException.class, () -> record("fifth")
                .during(
                        record -> {
                            throw new IllegalStateException("again");
                        },
                        e -> 1));
        record("sixth").during(ManifestWriter::nothingNew, NO_FAILURE);
        assertEquals("third", manifest().execution().provenance().command());
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
        requireParts(
                card, "# x.params", "vanilla model of 4 layers", "112 of 500 questions answered correctly: 22.4 %");
        requireParts(card, ABC, "a\\|b", "&lt;i>");
        assertTrue(card.contains("\n    charlm finetune '<script>|?[31m'\n"), card); // in a block of code
        assertFalse(card.replace("<script>", "").contains("<") || card.contains("\u001b"), card);
    }

    @Test
    void theCardTellsWhatAModelWasPretrainedBy() throws IOException {
        for (Map<String, String> config : List.of(Map.<String, String>of(), Map.of("views", "window=5,cue=5"))) {
            new ManifestWriter("pretrain", "parameters", output(), new Provenance("charlm", "1"))
                    .config(config)
                    .during(record -> write(output(), "abc"), NO_FAILURE);
            String way =
                    config.isEmpty() ? ", pretrained by span corruption.\n" : ", pretrained on views of documents.\n";
            assertTrue(Files.readString(new RunPaths(output()).card()).contains(way), way);
        }
    }

    /** Users' scripts read these keys. */
    @Test
    void theFileHasItsKeysInTheirOrderAndItsNumbersAreNumbers() throws IOException {
        Path corpus = write(folder.resolve("corpus.txt"), "abc");
        record("charlm finetune")
                .reads("corpus", corpus)
                .config(Map.of("learning_rate", "6.0E-4"))
                .during(
                        record -> {
                            write(output(), "abc");
                            return record.result("tokens_seen", 1L << 40)
                                    .result("stopped_early", false)
                                    .result("last_loss", Double.NaN)
                                    .score(Optional.of(new Score(3, 4)));
                        },
                        NO_FAILURE);
        Map<String, Object> fields = JSON.std.mapFrom(Files.readString(new RunPaths(output()).manifest()));
        assertEquals(
                List.of(
                        "charlm_run",
                        "task",
                        "command",
                        "folder",
                        "exit",
                        "exit_code",
                        "started",
                        "ended",
                        "program",
                        "config",
                        "machine",
                        "inputs",
                        "output",
                        "result",
                        "score",
                        "libraries"),
                List.copyOf(fields.keySet()));
        assertEquals(2, fields.get("charlm_run"));
        assertEquals(0, fields.get("exit_code"));
        assertEquals(Map.of("learning_rate", 6e-4), fields.get("config"));
        assertEquals(Map.of("tokens_seen", 1L << 40, "stopped_early", false, "last_loss", "NaN"), fields.get("result"));
        assertEquals(Runtime.getRuntime().availableProcessors(), ((Map<?, ?>) fields.get("machine")).get("cores"));
        assertEquals(
                List.of(Map.of("role", "corpus", "path", corpus.toString(), "bytes", 3, "sha256", ABC)),
                fields.get("inputs"));
        assertEquals(
                Map.of("role", "parameters", "path", output().toString(), "bytes", 3, "sha256", ABC),
                fields.get("output"));
        Map<?, ?> score = (Map<?, ?>) fields.get("score");
        assertEquals(List.of("correct", "total", "percent", "low_95", "high_95"), List.copyOf(score.keySet()));
        assertEquals(List.of(3, 4, 75.0), List.copyOf(score.values()).subList(0, 3));
        assertEquals(30.06, (double) score.get("low_95"), 0.01); // Wilson's interval of 3 in 4
        assertEquals(95.44, (double) score.get("high_95"), 0.01);
    }

    @Test
    void textsOfAnOlderManifestBecomeNumbersUnlessTheyAreNames() {
        String zeros = "0".repeat(64);
        String digits = "1".repeat(64);
        Path file = write(
                folder.resolve("m.run.json"),
                "{\"charlm_run\":1,\"config\":{\"batch_size\":\"64\",\"learning_rate\":\"5.0E-5\",\"dropout\":\"0.0\","
                        + "\"java_version\":\"21\",\"charlm_version\":\"0.1.0\",\"views\":\"window=5,cue=5\","
                        + "\"corpus_sha256\":\"" + digits + "\",\"start_sha256\":\"" + zeros
                        + "\",\"patience\":\"none\","
                        + "\"eval_every\":\"1 epochs\"},"
                        + "\"machine\":{\"cores\":\"2\"},"
                        + "\"result\":{\"stopped_early\":\"true\",\"last_loss\":\"NaN\",\"tokens_seen\":\"1099511627776\"}}");
        RunManifest read = RunManifest.read(file);
        Map<String, Object> config = new LinkedHashMap<>(Map.of("batch_size", 64, "learning_rate", 5e-5));
        config.putAll(Map.of("dropout", 0.0, "java_version", "21", "charlm_version", "0.1.0"));
        config.putAll(Map.of("views", "window=5,cue=5", "corpus_sha256", digits, "start_sha256", zeros));
        config.putAll(Map.of("patience", "none", "eval_every", "1 epochs"));
        assertEquals(config, read.config());
        assertEquals(Map.of("cores", 2), read.machine());
        assertEquals(Map.of("stopped_early", true, "last_loss", "NaN", "tokens_seen", 1L << 40), read.result());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"charlm_run\":\"x\"}", "\"charlm_run\""})
    void whatIsNoManifestIsRefusedByName(String text) {
        Path file = write(folder.resolve("m.run.json"), text);
        InputException e = assertThrows(InputException.class, () -> RunManifest.read(file));
        assertTrue(e.getMessage().contains("m.run.json: is no manifest of a run"), e.getMessage());
    }

    @Test
    void aManifestThatTellsLittleIsReadAsFarAsItGoes() {
        Path file = write(
                folder.resolve("m.run.json"),
                "{\"charlm_run\":1,\"task\":3,\"inputs\":[7,{\"role\":\"corpus\"}],\"config\":[],"
                        + "\"score\":{\"correct\":9,\"total\":2}}");
        RunManifest read = RunManifest.read(file);
        assertEquals("", read.task());
        assertEquals(OptionalInt.empty(), read.execution().exitCode());
        assertEquals(1, read.inputs().size());
        assertEquals(Map.of(), read.config());
        assertEquals(Optional.empty(), read.score());
    }
}
