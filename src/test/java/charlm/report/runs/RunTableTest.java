package charlm.report.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.InputException;
import charlm.data.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** A table has a line for each manifest below a path, or for each group of them. */
class RunTableTest {
    @TempDir
    private Path folder;

    private void training(String name, String variant, int seed, double loss, double seconds) throws IOException {
        write(name, String.format(Locale.ROOT, """
                {"charlm_run": 2, "task": "finetune", "command": "charlm finetune --recipe best x", "exit": "done",
                 "config": {"variant": "%s", "seed": %d, "precision": "bf16", "learning_rate": 0.001},
                 "result": {"steps": 20, "last_loss": %s, "training_seconds": %s}}""", variant, seed, loss, seconds));
    }

    private void write(String name, String json) throws IOException {
        Path file = folder.resolve(name + ".run.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
    }

    private RunTable table() {
        return RunTable.of(RunFinder.find(List.of(folder)));
    }

    private List<String> column(RunTable table, String key) {
        int index = table.columns().stream().map(RunTable.Column::key).toList().indexOf(key);
        return table.rows().stream().map(row -> String.valueOf(row.get(index))).toList();
    }

    @Test
    void everyManifestBelowAFolderIsALine() throws IOException {
        training("a/deep/one", "vanilla", 1, 0.5, 3);
        training("two", "perceiver", 2, 0.25, 4);
        Files.writeString(folder.resolve("a/notes.json"), "{}");
        RunTable table = table();
        assertEquals(
                List.of(
                        folder.resolve("a/deep/one").toString(),
                        folder.resolve("two").toString()),
                column(table, "name"));
        assertEquals(List.of("vanilla", "perceiver"), column(table, "variant"));
        assertEquals(List.of("best", "best"), column(table, "recipe"));
        assertEquals(List.of("0.5", "0.25"), column(table, "last_loss"));
        assertEquals(List.of("null", "null"), column(table, "percent"));
    }

    @Test
    void aRunIsNamedByItsResultOrByItsManifestAndCountsOnce() throws IOException {
        training("x.params", "vanilla", 1, 0.5, 3);
        Path result = folder.resolve("x.params");
        Path manifest = folder.resolve("x.params.run.json");
        assertEquals(1, RunFinder.find(List.of(result)).size());
        assertEquals(1, RunFinder.find(List.of(manifest, folder, result)).size());
    }

    @Test
    void whatIsNoManifestIsLeftOutOfAFolderAndRefusedByName() throws IOException {
        training("x", "vanilla", 1, 0.5, 3);
        write("broken", "{\"charlm_run\": 2,");
        write("other", "{\"run\": 7}");
        assertEquals(1, table().rows().size());
        for (String name : List.of("broken.run.json", "none", "none.run.json")) {
            assertThrows(InputException.class, () -> RunFinder.find(List.of(folder.resolve(name))), name);
        }
    }

    @Test
    void aFolderWithoutRunsIsRefused() {
        String problem = assertThrows(InputException.class, this::table).getMessage();
        assertTrue(problem.endsWith("there is no manifest of a run (*.run.json) in it or below it"), problem);
    }

    /** The first manifests had texts for numbers, and no recipe. */
    @Test
    void theKeptResultsOfTheExperimentsAreListed() {
        RunTable table = RunTable.of(RunFinder.find(List.of(Path.of("results"))));
        int row = column(table, "name")
                .indexOf(
                        Path.of("results", "vanilla-best-seed1.dev.predictions").toString());
        List<Object> expected = new ArrayList<>(List.of("evaluate", "vanilla", "best", 1, "bf16", 252));
        assertEquals(
                String.valueOf(expected), String.valueOf(table.rows().get(row).subList(1, 7)));
        assertEquals("386", column(table, "correct").get(row));
        assertEquals("500", column(table, "total").get(row));
        assertEquals("birth_dev.tsv", column(table, "questions").get(row));
        assertEquals(73.323, Double.parseDouble(column(table, "low_95").get(row)), 1e-3);
        assertEquals(80.662, Double.parseDouble(column(table, "high_95").get(row)), 1e-3);
        int reference = column(table, "name")
                .indexOf(Path.of("results", "vanilla-reference-seed1.pretrain").toString());
        assertEquals("reference", column(table, "recipe").get(reference));
    }

    @Test
    void aGroupHasItsSizeMeanAndSampleDeviation() throws IOException {
        training("a", "vanilla", 1, 1, 10);
        training("b", "vanilla", 2, 2, 10);
        training("c", "vanilla", 3, 6, 10);
        training("d", "perceiver", 1, 5, 7);
        RunTable groups = RunTable.grouped(RunFinder.find(List.of(folder)), List.of("recipe", "variant"));
        assertEquals(List.of("vanilla", "perceiver"), column(groups, "variant"));
        assertEquals(List.of("3", "1"), column(groups, "n"));
        assertEquals(List.of("3.0", "5.0"), column(groups, "last_loss"));
        assertEquals(List.of(String.valueOf(Math.sqrt(7)), "null"), column(groups, "last_loss_sd"));
        assertEquals(List.of("0.0", "null"), column(groups, "seconds_sd"));
    }

    @Test
    void runsOfDifferentTasksOrQuestionsAreNeverAveraged() throws IOException {
        training("a", "vanilla", 1, 1, 10);
        String evaluation = """
                {"charlm_run": 2, "task": "evaluate", "config": {"variant": "vanilla", "trained_with_seed": 1},
                 "inputs": [{"role": "questions", "path": "data/%s", "bytes": 1, "sha256": "0"}],
                 "score": {"correct": 3, "total": 4}}""";
        write("b", String.format(Locale.ROOT, evaluation, "dev.tsv"));
        write("c", String.format(Locale.ROOT, evaluation, "other.tsv"));
        RunTable groups = RunTable.grouped(RunFinder.find(List.of(folder)), List.of("variant"));
        assertEquals(List.of("finetune", "evaluate", "evaluate"), column(groups, "task"));
        assertEquals(List.of("null", "dev.tsv", "other.tsv"), column(groups, "questions"));
        assertEquals(List.of("null", "75.0", "75.0"), column(groups, "percent"));
    }

    @Test
    void anySettingOfAManifestGroups() throws IOException {
        training("a", "vanilla", 1, 1, 10);
        List<RunFinder.Run> runs = RunFinder.find(List.of(folder));
        assertEquals(List.of("0.001"), column(RunTable.grouped(runs, List.of("learning_rate")), "learning_rate"));
        String problem = assertThrows(UsageException.class, () -> RunTable.grouped(runs, List.of("rate")))
                .getMessage();
        assertTrue(problem.startsWith("no run has 'rate'; there are name, task, "), problem);
        assertTrue(problem.contains("learning_rate"), problem);
    }

    @Test
    void numbersAreSortedBySizeAndRowsWithoutOneComeLast() throws IOException {
        training("a", "vanilla", 9, 1, 10);
        training("b", "vanilla", 10, 1, 10);
        write("c", "{\"charlm_run\": 2}");
        assertEquals(List.of("9", "10", "null"), column(table().sorted("seed", false), "seed"));
        assertEquals(List.of("10", "9", "null"), column(table().sorted("seed", true), "seed"));
        assertThrows(UsageException.class, () -> table().sorted("sead", false));
    }

    @Test
    void textIsAlignedAndRounded() throws IOException {
        training("a", "vanilla", 9, 1.23456789, 10);
        training("bb", "perceiver", 10, 1, 100);
        List<String> lines = RunTable.grouped(RunFinder.find(List.of(folder)), List.of("variant"))
                .text();
        assertEquals(
                List.of(
                        "task      variant    n  last_loss  seconds",
                        "finetune  vanilla    1     1.2346     10.0",
                        "finetune  perceiver  1     1.0000    100.0"),
                lines);
    }

    @Test
    void csvAndJsonKeepEveryDigitAndEveryCharacter() throws IOException {
        write("a", """
                {"charlm_run": 2, "task": "pretrain", "exit": "failed: x, \\"y\\"", "result": {"last_loss": 1.23456789012345}}""");
        List<String> csv = table().csv();
        assertTrue(csv.get(0).startsWith("name,task,variant,recipe,seed,"), csv.get(0));
        assertTrue(csv.get(1).contains(",1.23456789012345,"), csv.get(1));
        assertTrue(csv.get(1).endsWith(",\"failed: x, \"\"y\"\"\""), csv.get(1));
        String json = String.valueOf(JSON.std.anyFrom(table().json()));
        assertTrue(json.contains("last_loss=1.23456789012345, exit=failed: x, \"y\""), json);
    }
}
