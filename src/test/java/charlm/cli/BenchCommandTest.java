package charlm.cli;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.data.demo.DemoCorpus;
import charlm.experiment.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

final class BenchCommandTest {
    private static final String QUICK = " --steps 2 --warmup-steps 1 --evaluations 2 --bottleneck_dim 4";
    private static final int HEADER_FIELDS = 16;

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void writeData() {
        charlm = new CliHarness(folder);
        charlm.write("wiki.txt", "Ann was born in Rome\nBo was born in Oslo\nWhere was Ann?\nIt is in the end\n");
        charlm.write("birth_places_train.tsv", "Where was Ann born?\tRome\nWhere was Bo born?\tOslo\n");
        charlm.write("birth_dev.tsv", "Where was Ann born?\tRome\n");
    }

    private Map<String, Object> json(String flags) {
        return JSON.std.mapFrom(charlm.succeed("bench --data @. --json" + CliHarness.TINY + QUICK + flags));
    }

    private static List<Map<String, Object>> list(Object value) {
        List<Map<String, Object>> maps = new ArrayList<>();
        for (Object element : (List<?>) value) {
            maps.add(map(element));
        }
        return maps;
    }

    @SuppressWarnings("unchecked") // JSON objects have strings for keys
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static double number(Map<String, Object> fields, String name) {
        assertTrue(fields.get(name) instanceof Number, name + " is " + fields.get(name));
        return ((Number) fields.get(name)).doubleValue();
    }

    @Test
    void everyWorkloadOfEveryModelIsInTheJsonWithItsNumbers() {
        Map<String, Object> report = json("");
        for (String text : List.of("version", "processor", "system", "java", "engine_description", "memory_source")) {
            assertFalse(String.valueOf(report.get(text)).isBlank(), text);
        }
        for (String positive : List.of("cores", "jvm_to_command_s", "engine_start_s", "matmul_peak_gflops")) {
            assertTrue(number(report, positive) > 0, positive);
        }
        assertEquals(1, report.get("threads"));
        assertEquals(HEADER_FIELDS, report.size());
        List<String> cases = new ArrayList<>();
        for (Map<String, Object> result : list(report.get("results"))) {
            cases.add(result.get("variant") + " " + result.get("task"));
            if ("evaluate".equals(result.get("task"))) {
                assertEvaluation(result);
            } else {
                assertTraining(result);
            }
            assertFalse(result.containsKey("profile"));
        }
        assertEquals(
                List.of(
                        "vanilla pretrain",
                        "vanilla finetune",
                        "vanilla evaluate",
                        "perceiver pretrain",
                        "perceiver finetune",
                        "perceiver evaluate"),
                cases);
    }

    private static void assertTraining(Map<String, Object> result) {
        assertEquals(2, result.get("steps"));
        assertEquals(32, result.get("block_size"));
        assertEquals("pretrain".equals(result.get("task")) ? 5 : 2, result.get("batch_size")); // the whole data set
        for (String positive : List.of(
                "step_median_s",
                "step_min_s",
                "first_step_s",
                "scored_characters_per_s",
                "gflop_per_step",
                "gflops",
                "share_of_peak",
                "last_loss")) {
            assertTrue(number(result, positive) > 0, positive);
        }
        assertTrue(number(result, "step_min_s") <= number(result, "step_median_s"));
    }

    private static void assertEvaluation(Map<String, Object> result) {
        assertEquals(1, result.get("questions"));
        assertEquals(2, result.get("passes"));
        for (String positive : List.of("pass_median_s", "pass_min_s", "first_pass_s", "questions_per_s")) {
            assertTrue(number(result, positive) > 0, positive);
        }
    }

    @Test
    void aProfileSharesTheWholeTimeAmongTheOperations() {
        Map<String, Object> report = json(" --profile --variant vanilla --task pretrain,evaluate");
        for (Map<String, Object> result : list(report.get("results"))) {
            Map<String, Object> profile = map(result.get("profile"));
            assertEquals(2, profile.get("passes"));
            double sum = number(profile, "outside_engine_s");
            TreeSet<String> operations = new TreeSet<>();
            for (Map<String, Object> operation : list(profile.get("operations"))) {
                operations.add((String) operation.get("operation"));
                sum += number(operation, "seconds");
            }
            assertEquals(number(profile, "seconds"), sum, 1e-6);
            assertTrue(operations.contains("attention"), operations.toString());
            assertEquals("pretrain".equals(result.get("task")), operations.contains("attentionBackward"));
        }
    }

    @Test
    void withoutAFolderTheDemoIsRead() {
        String text = charlm.succeed("bench --variant perceiver --bottleneck_dim 8 --block-size 64 --num-layers 2"
                + " --num-heads 2 --embed-dim 8 --steps 1 --warmup-steps 0 --evaluations 1 --batch-size 8 --profile");
        requireParts(text, "data         demo", "processor ", "engine ", "peak rate ", "memory ");
        requireParts(text, "| perceiver pretrain | 8 |", "| perceiver finetune | calls a step | ms a step | share |");
        long questions =
                DemoCorpus.generate(DemoCorpus.DEFAULT_SEED).dev().lines().count();
        requireParts(text, "| perceiver | " + questions + " |");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--steps 0 | --steps must be at least 1, got 0",
                "--warmup-steps -1 | --warmup-steps must not be negative, got -1",
                "--evaluations 0 | --evaluations must be at least 1, got 0",
                "--batch_size 0 | --batch_size must be at least 1, got 0",
                "--dropout 1 | --dropout must be at least 0 and below 1, got 1.0",
                "--block-size 4 | --block-size must be at least 5, got 4",
                "--variant mamba | --variant must be vanilla or perceiver, got 'mamba'",
                "--task sleep | --task must be pretrain, finetune or evaluate, got 'sleep'",
                "--data @none --task pretrain | wiki.txt: there is no such file",
            })
    void whatCannotBeIsRefusedBeforeAnythingIsTimed(String flags, String problem) {
        String said = charlm.fail(ExitCode.USAGE, "bench " + flags);
        assertTrue(said.contains(problem), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"birth_places_train.tsv", "birth_dev.tsv"})
    void onlyTheFilesOfTheTasksAskedForAreNeeded(String other) throws IOException {
        Files.delete(folder.resolve(other));
        assertTrue(charlm.fail(ExitCode.USAGE, "bench --data @.").contains(other + ": there is no such file"));
        Map<String, Object> report = json(" --variant vanilla --task pretrain");
        assertEquals(1, list(report.get("results")).size());
    }
}
