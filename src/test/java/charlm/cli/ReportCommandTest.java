package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

final class ReportCommandTest {
    private static final String FINETUNE = " @corpus.txt --bottleneck_dim 7 --finetune_corpus_path @questions.tsv"
            + " --max-steps 3 --no-report --writing_params_path ";
    private static final String EVALUATE =
            " @corpus.txt --eval_corpus_path @questions.tsv --no-report --outputs_path @";

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
    }

    private void train(String variant, String name) {
        charlm.succeed("finetune " + variant + FINETUNE + "@" + name + CliHarness.TINY);
    }

    private void evaluate(String variant, String name) {
        charlm.succeed("evaluate " + variant + EVALUATE + name + ".predictions --reading_params_path @" + name);
    }

    private Map<String, Object> data(String name) throws IOException {
        String page = Files.readString(folder.resolve(name));
        String json =
                page.split("<script type=\"application/json\" id=\"data\">")[1].split("</script>")[0];
        return JSON.std.mapFrom(json);
    }

    private List<?> runs(String name) throws IOException {
        return (List<?>) data(name).get("runs");
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    @ParameterizedTest
    @ValueSource(strings = {"vanilla", "perceiver"})
    void aTrainedAndEvaluatedModelIsShownFromEveryEnd(String variant) throws IOException {
        train(variant, "x.params");
        evaluate(variant, "x.params");
        for (String end :
                new String[] {"x.params", "x.params.run.json", "x.params.predictions", "x.params.predictions.run.json"
                }) {
            assertTrue(charlm.succeed("report @" + end + " -o @r.html").contains("report written to"), end);
            Map<?, ?> run = map(runs("r.html").get(0));
            assertEquals(3, ((List<?>) map(run.get("curves")).get("step")).size(), end);
            assertEquals("finetune", map(run.get("training")).get("task"), end);
            assertEquals("evaluate", map(run.get("evaluation")).get("task"), end);
            assertEquals(2, ((List<?>) run.get("predictions")).size(), end);
            assertEquals(2, map(run.get("score")).get("total"), end);
            assertEquals(50.0, map(run.get("baseline")).get("percent"), end);
            assertEquals(List.of(), run.get("notes"), end);
            Map<?, ?> probe = map(((List<?>) run.get("probes")).get(0));
            int tokens = ((List<?>) probe.get("tokens")).size();
            Map<?, ?> first = map(((List<?>) probe.get("maps")).get(0));
            assertEquals(variant.equals("vanilla") ? tokens : 7, first.get("queries"), end);
        }
    }

    @Test
    void questionsAskedForAreLookedIntoFirst() throws IOException {
        train("vanilla", "x.params");
        charlm.succeed("report @x.params --question Where?<x> --probes 2 -o @r.html");
        List<?> probes = (List<?>) map(runs("r.html").get(0)).get("probes");
        assertEquals("Where?<x>", map(probes.get(0)).get("question"));
        String notes = String.valueOf(map(runs("r.html").get(0)).get("notes"));
        assertTrue(notes.contains("The question \"Where?<x>\": 3 characters unknown to it."), notes);
        assertEquals("Where was Ann born?", map(probes.get(1)).get("question"));
        assertEquals("Rome", map(probes.get(1)).get("truth"));
        assertEquals(2, probes.size());
        charlm.succeed("report @x.params --probes 0 -o @r.html");
        assertEquals(List.of(), map(runs("r.html").get(0)).get("probes"));
    }

    @Test
    void aRunWithoutQuestionsIsLookedIntoWithTheBeginningsOfItsDocuments() throws IOException {
        charlm.succeed("pretrain vanilla @corpus.txt --writing_params_path @p.params --max-steps 1" + CliHarness.TINY);
        Map<?, ?> run = map(runs("p.params.html").get(0));
        List<?> probes = (List<?>) run.get("probes");
        assertEquals(4, probes.size());
        assertEquals("Ann was bo", map(probes.get(0)).get("question")); // half of it
        assertFalse(((List<?>) map(probes.get(0)).get("maps")).isEmpty());
        assertTrue(run.get("notes").toString().contains("--question TEXT"), "" + run.get("notes"));
        charlm.write("corpus.txt", "Another corpus\n");
        charlm.succeed("report @p.params -o @r.html");
        Map<?, ?> without = map(runs("r.html").get(0));
        assertEquals(List.of(), without.get("probes"));
        assertTrue(without.get("notes").toString().contains("changed since the training"), "" + without.get("notes"));
    }

    @Test
    void whatIsMissingOrChangedLeavesANoteAndTheRest() throws IOException {
        train("vanilla", "x.params");
        evaluate("vanilla", "x.params");
        Files.delete(folder.resolve("x.params.metrics.jsonl"));
        charlm.write("questions.tsv", "Where was Ann born?\tOslo\nWhere was Bo born?\tOslo\n");
        charlm.succeed("report @x.params.predictions -o @r.html");
        Map<?, ?> run = map(runs("r.html").get(0));
        assertEquals(2, ((List<?>) run.get("notes")).size(), "" + run.get("notes"));
        assertFalse(run.containsKey("score") || run.containsKey("curves"));
        assertTrue(map(run.get("evaluation")).containsKey("command"));
        Files.delete(folder.resolve("x.params"));
        charlm.succeed("report @x.params.run.json @x.params.predictions -o @r.html");
        assertEquals(2, runs("r.html").size());
    }

    @Test
    void aFolderIsOnePageOfAllItsRunsWhichLooksIntoSomeOfTheModelsAndSaysSo() throws IOException {
        train("vanilla", "x.params");
        evaluate("vanilla", "x.params");
        Path kept = Files.createDirectory(folder.resolve("kept"));
        for (int i = 0; i < 7; i++) {
            for (String end : List.of("", ".run.json", ".metrics.jsonl")) {
                Files.copy(folder.resolve("x.params" + end), kept.resolve(i + ".params" + end));
            }
        }
        assertTrue(charlm.succeed("report @kept").contains("report written to"));
        Map<String, Object> data = data("kept/report.html");
        assertEquals(1, data.get("unprobed"));
        List<?> runs = (List<?>) data.get("runs");
        assertEquals(7, runs.size());
        assertEquals(
                6,
                runs.stream()
                        .filter(run -> !map(run).get("probes").equals(List.of()))
                        .count());
        assertTrue(map(runs.get(6)).get("notes").toString().contains("No look into the model"));
        charlm.succeed("report @kept @x.params --probes 0 -o @r.html");
        assertEquals(8, runs("r.html").size());
        Files.createDirectory(folder.resolve("empty"));
        assertTrue(charlm.fail(ExitCode.INPUT_DATA, "report @empty").contains("there is no manifest of a run"));
    }

    private void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to));
    }

    /** The kept runs of the repository look like this. */
    @Test
    void aRunWithoutItsCheckpointIsShownFromItsManifests() throws IOException {
        train("vanilla", "x.params");
        evaluate("vanilla", "x.params");
        Files.delete(folder.resolve("x.params"));
        for (String end : List.of(".run.json", ".metrics.jsonl")) {
            rename("x.params" + end, "kept.finetune" + end);
        }
        for (String end : List.of("", ".run.json")) {
            rename("x.params.predictions" + end, "kept.dev.predictions" + end);
        }
        for (String end : List.of("kept.dev.predictions", "kept.finetune")) {
            charlm.succeed("report @" + end + " -o @r.html");
            Map<?, ?> run = map(runs("r.html").get(0));
            assertEquals(3, ((List<?>) map(run.get("curves")).get("step")).size(), end);
            assertEquals("finetune", map(run.get("training")).get("task"), end);
            assertEquals(2, map(map(run.get("evaluation")).get("score")).get("total"), end);
            assertEquals(2, ((List<?>) run.get("predictions")).size(), end);
            assertEquals(2, map(run.get("score")).get("total"), end);
            assertEquals(List.of(), run.get("probes"), end);
            assertEquals(List.of(), run.get("notes"), end);
        }
    }

    @Test
    void theGradientNormIsShownWithTheLimitThatTheRunClipsItTo() throws IOException {
        train("vanilla", "x.params");
        Path manifest = folder.resolve("x.params.run.json");
        String original = Files.readString(manifest).replaceAll(" *\"grad_clip\" : .*\n", "");
        Map<String, String> units = Map.of(
                "", "L2, before clipping to 1",
                "\"grad_clip\" : 0.5,", "L2, before clipping to 0.5",
                "\"grad_clip\" : 0.0,", "L2, not clipped");
        for (Map.Entry<String, String> unit : units.entrySet()) {
            Files.writeString(manifest, original.replace("\"variant\"", unit.getKey() + "\"variant\""));
            charlm.succeed("report @x.params --probes 0 -o @r.html");
            List<?> metrics = (List<?>) data("r.html").get("metrics");
            assertEquals(
                    Map.of("key", "gradient_norm", "label", "Gradient norm", "unit", unit.getValue()), metrics.get(2));
        }
    }

    @Test
    void whatBelongsToNoRunIsRefusedByName() {
        charlm.write("bad.run.json", "{}");
        charlm.write("bad", "x");
        assertTrue(charlm.fail(ExitCode.INPUT_DATA, "report @corpus.txt").contains("no manifest of its run beside it"));
        assertTrue(charlm.fail(ExitCode.INPUT_DATA, "report @bad").contains("is no manifest of a run"));
        charlm.fail(ExitCode.USAGE, "report @bad --probes -1");
        charlm.fail(ExitCode.USAGE, "report @bad -o @bad");
        assertTrue(charlm.fail(ExitCode.INPUT_DATA, "report @gone").contains("gone"));
        charlm.fail(ExitCode.USAGE, "report");
    }

    @Test
    void everyRunEndsWithItsReportUnlessItIsUnwanted() {
        charlm.succeed("pretrain vanilla @corpus.txt --writing_params_path @p.params --max-steps 1" + CliHarness.TINY);
        assertTrue(Files.exists(folder.resolve("p.params.html")));
        charlm.succeed("evaluate vanilla @corpus.txt --eval_corpus_path @questions.tsv --outputs_path @p.predictions"
                + " --reading_params_path @p.params");
        assertTrue(Files.exists(folder.resolve("p.predictions.html")));
        train("vanilla", "x.params");
        assertFalse(Files.exists(folder.resolve("x.params.html")));
    }

    @Test
    void aReportThatCannotBeWrittenIsToldBeforeTheRunWhichDoesWithoutIt() throws IOException {
        Files.createDirectories(folder.resolve("p.params.html/in/the/way"));
        String pretrain =
                "pretrain vanilla @corpus.txt --writing_params_path @p.params --max-steps 1" + CliHarness.TINY;
        assertTrue(charlm.fail(ExitCode.USAGE, pretrain).contains("p.params.html: is a folder"));
        charlm.succeed(pretrain + " --no-report");
        assertTrue(charlm.succeed("inspect @p.params").contains("task: pretrain"));
    }
}
