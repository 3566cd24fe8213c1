package charlm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import charlm.nn.ModelConfig;
import charlm.nn.Variant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

/** Both forms of one report of known numbers. */
final class BenchTextTest {
    private static final ModelConfig MODEL = new ModelConfig(Variant.VANILLA, 6, 8, 1, 1, 4, 0);
    private static final Timings PASSES = new Timings(List.of(2.0, 1.0, 5.0));
    private static final ProfileReport PROFILE = new ProfileReport(
            2, 8, List.of(new Profile.OperationTime("linear", 6, 4), new Profile.OperationTime("gelu", 2, 2)));
    private static final BenchResult STEPS = new BenchResult(
            Workload.PRETRAIN,
            MODEL,
            128,
            PASSES,
            9,
            Optional.of(new BenchResult.Training(800_000, 24_000_000_000L, 1.5)),
            Optional.of(PROFILE));
    private static final BenchResult EVALUATION =
            new BenchResult(Workload.EVALUATE, MODEL, 500, PASSES, 2, Optional.empty(), Optional.empty());

    private static BenchReport report(BenchResult... results) {
        Map<String, Object> setting =
                new HashMap<>(Map.of("version", "1.2", "processor", "P", "cores", 2, "system", "S"));
        setting.putAll(
                Map.of("java", "J", "engine", "E", "engine_description", "D", "precision", "fp32", "data", "demo"));
        setting.putAll(Map.of("jvm_to_command_s", 0.5, "engine_start_s", 0.25, "matmul_peak_gflops", 12.0));
        setting.putAll(Map.of("memory_bytes", 3L << 20, "memory_source", "peak"));
        return new BenchReport(setting, 12e9, List.of(results));
    }

    @Test
    void theSettingComesFirst() {
        assertEquals(
                List.of(
                        "charlm       1.2",
                        "processor    P, 2 cores, S",
                        "engine       E: D",
                        "precision    fp32",
                        "Java         J",
                        "data         demo",
                        "start-up     0.50 s from the JVM's start to the command, 0.25 s to start the engine",
                        "peak rate    12 GFLOP/s, one large matrix product",
                        "memory       3 MiB (peak)"),
                BenchText.lines(report()));
    }

    @Test
    void eachKindOfResultHasItsTableInTheUnitsOfTheHeader() {
        List<String> lines = BenchText.lines(report(STEPS, EVALUATION));
        assertEquals(
                List.of(
                        "",
                        "| training step | batch | median ms | min ms | first ms | scored characters/s | GFLOP |"
                                + " GFLOP/s | of peak |",
                        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
                        "| vanilla pretrain | 128 | 2000.0 | 1000.0 | 9000 | 100,000 | 8.0 | 3 | 25 % |",
                        "",
                        "| evaluation | questions | median s | min s | first s | questions/s |",
                        "|---|---:|---:|---:|---:|---:|",
                        "| vanilla | 500 | 2.00 | 1.00 | 2.00 | 250 |",
                        "",
                        "| vanilla pretrain | calls a step | ms a step | share |",
                        "|---|---:|---:|---:|",
                        "| linear | 3 | 2000.00 | 50.0 % |",
                        "| gelu | 1 | 1000.00 | 25.0 % |",
                        "| outside the engine |  | 1000.00 | 25.0 % |"),
                lines.subList(9, lines.size()));
    }

    @Test
    void jsonHasTheSameNumbers() {
        Map<String, Object> json = JSON.std.mapFrom(BenchJson.of(report(STEPS, EVALUATION)));
        assertEquals(12.0, json.get("matmul_peak_gflops"));
        List<?> results = (List<?>) json.get("results");
        Map<?, ?> steps = (Map<?, ?>) results.get(0);
        assertEquals("pretrain", steps.get("task"));
        assertEquals("vanilla", steps.get("variant"));
        assertEquals(0.25, steps.get("share_of_peak"));
        Map<?, ?> profile = (Map<?, ?>) steps.get("profile");
        assertEquals(2.0, profile.get("outside_engine_s"));
        assertEquals(
                Map.of("operation", "linear", "calls", 6, "seconds", 4.0, "share", 0.5),
                ((List<?>) profile.get("operations")).get(0));
        assertFalse(((Map<?, ?>) results.get(1)).containsKey("profile"));
    }
}
