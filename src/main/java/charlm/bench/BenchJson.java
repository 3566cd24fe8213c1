package charlm.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/** A report as one JSON object; units stand in the names, {@code _s} for seconds. */
public final class BenchJson {
    private static final double GIGA = 1e9;

    private BenchJson() {}

    public static String of(BenchReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", report.version());
        fields.put("processor", report.machine().processor());
        fields.put("cores", report.machine().cores());
        fields.put("system", report.machine().system());
        fields.put("java", report.machine().java());
        fields.put("engine", report.engine().name());
        fields.put("engine_description", report.engine().description());
        fields.put("threads", report.engine().threads());
        fields.put("precision", report.engine().precision());
        fields.put("data", report.data());
        fields.put("jvm_to_command_s", report.startUp().commandSeconds());
        fields.put("engine_start_s", report.startUp().engineSeconds());
        fields.put("matmul_peak_gflops", report.matmulPeak() / GIGA);
        fields.put("memory_bytes", report.memory().bytes());
        fields.put("memory_source", report.memory().source());
        fields.put(
                "results",
                report.results().stream()
                        .map(result -> fields(result, report.matmulPeak()))
                        .toList());
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields);
    }

    private static Map<String, Object> fields(BenchResult result, double peak) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("task", result.workload().label());
        fields.putAll(result.model().fields());
        fields.putAll(result.figures(peak));
        result.profile().ifPresent(profile -> fields.put("profile", fields(profile)));
        return fields;
    }

    private static Map<String, Object> fields(ProfileReport profile) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("passes", profile.passes());
        fields.put("seconds", profile.seconds());
        fields.put("outside_engine_s", profile.elsewhereSeconds());
        fields.put(
                "operations",
                profile.entries().stream().map(entry -> fields(entry, profile)).toList());
        return fields;
    }

    private static Map<String, Object> fields(Profile.OperationTime entry, ProfileReport profile) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("operation", entry.operation());
        fields.put("calls", entry.calls());
        fields.put("seconds", entry.seconds());
        fields.put("share", entry.seconds() / profile.seconds());
        return fields;
    }
}
