package charlm.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/** A report as one JSON object; units stand in the names, {@code _s} for seconds. */
public final class BenchJson {
    private BenchJson() {}

    public static String of(BenchReport report) {
        Map<String, Object> fields = new LinkedHashMap<>(report.setting());
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
