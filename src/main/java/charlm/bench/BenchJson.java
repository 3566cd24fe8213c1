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
        if (result instanceof TrainingResult training) {
            putTraining(fields, training, peak);
        } else if (result instanceof EvaluationResult evaluation) {
            putEvaluation(fields, evaluation);
        }
        result.profile().ifPresent(profile -> fields.put("profile", fields(profile)));
        return fields;
    }

    private static void putTraining(Map<String, Object> fields, TrainingResult training, double peak) {
        fields.put("batch_size", training.batchSize());
        fields.put("steps", training.steps().seconds().size());
        fields.put("step_median_s", training.steps().median());
        fields.put("step_min_s", training.steps().min());
        fields.put("first_step_s", training.firstStepSeconds());
        fields.put("scored_characters_per_s", training.charactersPerSecond());
        fields.put(
                "gflop_per_step",
                training.flops() / GIGA / training.steps().seconds().size());
        fields.put("gflops", training.flopsPerSecond() / GIGA);
        fields.put("share_of_peak", training.flopsPerSecond() / peak);
        fields.put("last_loss", training.lastLoss());
    }

    private static void putEvaluation(Map<String, Object> fields, EvaluationResult evaluation) {
        fields.put("questions", evaluation.questions());
        fields.put("passes", evaluation.passes().seconds().size());
        fields.put("pass_median_s", evaluation.passes().median());
        fields.put("pass_min_s", evaluation.passes().min());
        fields.put("first_pass_s", evaluation.passes().first());
        fields.put("questions_per_s", evaluation.questionsPerSecond());
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
