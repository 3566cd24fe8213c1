package charlm.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.report.FileFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data of a page over many runs, from manifests without checkpoints. */
final class ReportRunsTest {
    private static final ProbeSelection NO_PROBES = new ProbeSelection(List.of(), 0);

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** A checkpoint's SHA-256 is its name here. */
    private void training(String name, String task, int seed, String rate, String start) throws IOException {
        String inputs = start.isEmpty() ? "" : input("start", start);
        write(name + ".run.json", String.format(Locale.ROOT, """
                {"charlm_run": 2, "task": "%s", "exit": "done",
                 "config": {"variant": "vanilla", "seed": %d, "learning_rate": %s, "threads": %d, "start_sha256": "%s"},
                 "inputs": [%s], "output": {"role": "parameters", "path": "x", "bytes": 1, "sha256": "%s"},
                 "result": {"steps": 3, "last_loss": %d}}""", task, seed, rate, seed, start, inputs, name, seed));
    }

    private static String input(String role, String sha256) {
        return String.format(
                Locale.ROOT, "{\"role\": \"%s\", \"path\": \"gone\", \"bytes\": 1, \"sha256\": \"%s\"}", role, sha256);
    }

    private void evaluation(String name, String checkpoint, String questions, int correct, String ended)
            throws IOException {
        write(
                name + ".run.json",
                String.format(
                        Locale.ROOT,
                        """
                {"charlm_run": 2, "task": "evaluate", "ended": "%s", "inputs": [%s, %s],
                 "score": {"correct": %d, "total": 10}}""",
                        ended,
                        input("parameters", checkpoint),
                        input("questions", questions),
                        correct));
    }

    private void metrics(String name, String... losses) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int step = 0; step < losses.length; step++) {
            text.append("{\"step\":" + step + ",\"loss\":" + losses[step] + "}\n");
        }
        write(name + ".metrics.jsonl", text.toString());
    }

    private Map<String, Object> page(Path... paths) {
        return ReportRuns.of(RunSearch.find(List.of(paths))).fields(NO_PROBES, null); // no model asks for an engine
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static List<?> names(Map<String, Object> page) {
        return list(page.get("runs")).stream().map(run -> map(run).get("name")).toList();
    }

    private static List<?> groups(Map<String, Object> page) {
        return list(page.get("groups")).stream()
                .map(group -> map(group).get("runs"))
                .toList();
    }

    @Test
    void runsThatDifferOnlyInTheSeedAreOneGroupAndSoAreThoseThatStartedFromThem() throws IOException {
        for (int seed : new int[] {1, 2, 3}) {
            training("pre" + seed, "pretrain", seed, "0.1", "");
            training("fine" + seed, "finetune", seed, "0.2", "pre" + seed);
        }
        Map<String, Object> page = page(folder);
        assertEquals(List.of("fine1", "fine2", "fine3", "pre1", "pre2", "pre3"), names(page));
        assertEquals(List.of(List.of(0, 1, 2), List.of(3, 4, 5)), groups(page));
        Map<?, ?> fine = map(list(page.get("groups")).get(0));
        assertEquals("fine*", fine.get("name"));
        assertEquals("1, 2, 3", map(fine.get("columns")).get("seed"));
        assertEquals(2.0, map(fine.get("columns")).get("last_loss"));
        assertEquals(3, map(fine.get("columns")).get("steps"));
    }

    @Test
    void anotherSettingOrStartOrQuestionsOrTheSameSeedAgainAreNoGroup() throws IOException {
        training("a1", "finetune", 1, "0.1", "unknown1");
        training("a2", "finetune", 2, "0.1", "unknown2");
        training("b1", "finetune", 1, "0.2", "unknown1");
        training("c1", "pretrain", 1, "0.1", "unknown1");
        training("d1", "finetune", 1, "0.1", "unknown1");
        training("e2", "finetune", 2, "0.3", "unknown1");
        training("f1", "finetune", 1, "0.3", "unknown1");
        evaluation("f1.predictions", "f1", "questions", 5, "2026");
        evaluation("lost.predictions", "nowhere", "questions", 5, "2026");
        assertEquals(List.of(), groups(page(folder)));
        evaluation("e2.predictions", "e2", "questions", 5, "2026");
        assertEquals(List.of(List.of(5, 6)), groups(page(folder)));
    }

    @Test
    void aTrainingThatIsSaidToStartFromItselfIsShown() throws IOException {
        training("a1", "finetune", 1, "0.1", "a1");
        training("a2", "finetune", 2, "0.1", "a2");
        assertEquals(2, names(page(folder)).size());
    }

    @Test
    void aFoldedCurveIsTheMeanWithTheRangeAtTheStepsThatAllRunsHave() throws IOException {
        for (int seed : new int[] {1, 2, 3}) {
            training("x" + seed, "pretrain", seed, "0.1", "");
        }
        metrics("x1", "1", "null", "5", "6");
        metrics("x2", "2", "3", "0.5");
        metrics("x3", "6", "3", "0.5", "7", "8");
        Map<?, ?> curves = map(map(list(page(folder).get("groups")).get(0)).get("curves"));
        assertEquals(List.of(1.0, 2.0, 3.0), curves.get("step"));
        FoldedCurves.Band loss = (FoldedCurves.Band) curves.get("loss");
        assertEquals("[3.0, null, 2.0]", loss.mean().toString());
        assertEquals("[1.0, null, 0.5]", loss.low().toString());
        assertEquals("[6.0, null, 5.0]", loss.high().toString());
    }

    @Test
    void theAccuracyOfAGroupIsTheMeanWithTheRange() throws IOException {
        for (int seed : new int[] {1, 2, 3}) {
            training("x" + seed, "finetune", seed, "0.1", "");
            evaluation("x" + seed + ".predictions", "x" + seed, "questions", 2 * seed, "2026");
        }
        Object accuracy = map(list(page(folder).get("groups")).get(0)).get("accuracy");
        assertEquals(Map.of("n", 3, "mean", 40.0, "low", 20.0, "high", 60.0), accuracy);
    }

    @Test
    void aTrainingAndTheNewestScoredEvaluationOfItsCheckpointAreOneRunAndTheOthersAreCounted() throws IOException {
        training("deep/in/x", "finetune", 1, "0.1", "");
        evaluation("a.predictions", "deep/in/x", "questions", 3, "2025");
        evaluation("b.predictions", "deep/in/x", "questions", 7, "2026");
        evaluation("other.predictions", "elsewhere", "questions", 7, "2026");
        Map<String, Object> page = page(folder);
        assertEquals(
                List.of("x", "other.predictions"),
                names(page).stream()
                        .sorted((a, b) -> b.toString().compareTo(a.toString()))
                        .toList());
        Map<?, ?> run = list(page.get("runs")).stream()
                .map(ReportRunsTest::map)
                .filter(one -> one.get("name").equals("x"))
                .findFirst()
                .orElseThrow();
        assertEquals(70.0, map(map(run.get("evaluation")).get("score")).get("percent"));
        assertTrue(
                run.get("notes").toString().contains("Evaluations of this checkpoint that are not in this page: 1."),
                "" + run.get("notes"));
    }

    @Test
    void aNamedRunIsNotTakenFromAFolderOnceMore() throws IOException {
        training("x", "finetune", 1, "0.1", "");
        training("y", "finetune", 1, "0.2", "");
        evaluation("x.predictions", "x", "questions", 3, "2025");
        assertEquals(List.of("x", "y"), names(page(folder, folder)));
        assertEquals(List.of("y", "x.predictions"), names(page(folder, folder.resolve("x.predictions"))));
        assertEquals(List.of("x", "y"), names(page(folder.resolve("x.run.json"), folder)));
    }

    @Test
    void runsOfOneNameAreNamedByTheirFolders() throws IOException {
        training("rate/1/x", "finetune", 1, "0.1", "");
        training("rate/2/x", "finetune", 1, "0.2", "");
        assertEquals(List.of("1/x", "2/x"), names(page(folder)));
        assertEquals(List.of("x"), names(page(folder.resolve("rate/1"))));
    }

    @Test
    void theNameOfAGroupCutsNoNumber() {
        assertEquals("a/seed*.dev", SeedGroups.name(List.of("a/seed1.dev", "a/seed12.dev")));
        assertEquals("x*", SeedGroups.name(List.of("x21", "x31")));
        assertEquals("*", SeedGroups.name(List.of("first", "second2")));
        assertEquals("x*", SeedGroups.name(List.of("x", "x")));
    }

    @Test
    void theCurvesOfManyRunsAreThinnedTogether() throws IOException {
        int count = 60;
        for (int i = 0; i < count; i++) {
            training("x" + i, "pretrain", i, "0.1", "");
            metrics(
                    "x" + i,
                    IntStream.range(0, i == 0 ? 1000 : 1200)
                            .mapToObj(String::valueOf)
                            .toArray(String[]::new));
        }
        Map<String, Object> page = page(folder);
        List<?> first =
                list(map(map(list(page.get("runs")).get(0)).get("curves")).get("step"));
        assertEquals(334, first.size());
        assertEquals(3, map(list(page.get("runs")).get(0)).get("stepsPerPoint"));
        Map<?, ?> folded = map(map(list(page.get("groups")).get(0)).get("curves"));
        assertEquals(first.subList(0, 333), folded.get("step"));
    }

    @Test
    void questionsThatSeveralRunsAnsweredAreInThePageOnce() throws IOException {
        Path questions = write("q.tsv", "Where was Ann born?\tRome\n");
        String sha256 = FileFingerprint.of("questions", questions).sha256();
        for (String name : List.of("a", "b")) {
            String input = "{\"role\": \"questions\", \"path\": \"q.tsv\", \"sha256\": \"" + sha256 + "\"}";
            write(name + ".run.json", "{\"charlm_run\": 2, \"task\": \"evaluate\", \"inputs\": [" + input + "]}");
            write(name, name.equals("a") ? "Rome\n" : "Oslo\n");
        }
        Map<String, Object> page = page(folder);
        assertEquals(1, list(page.get("questions")).size());
        assertEquals(
                List.of(0, 0),
                list(page.get("runs")).stream()
                        .map(run -> map(run).get("questions"))
                        .toList());
        assertEquals(
                List.of(100.0, 0.0),
                list(page.get("runs")).stream()
                        .map(run -> map(map(run).get("score")).get("percent"))
                        .toList());
    }
}
