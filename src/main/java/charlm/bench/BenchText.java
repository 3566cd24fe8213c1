package charlm.bench;

import charlm.report.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as lines to read; the tables are Markdown. */
public final class BenchText {
    private static final double GIGA = 1e9;
    private static final double MEBI = 1024 * 1024;
    private static final double PERCENT = 100;
    private static final double MILLIS_PER_SECOND = 1e3;

    private BenchText() {}

    public static List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>(head(report));
        lines.addAll(training(report));
        lines.addAll(evaluation(report));
        for (BenchResult result : report.results()) {
            result.profile().ifPresent(profile -> lines.addAll(profile(result, profile)));
        }
        return lines;
    }

    private static List<String> head(BenchReport report) {
        Machine machine = report.machine();
        return List.of(
                row("charlm", report.version()),
                row("processor", machine.processor() + ", " + machine.cores() + " cores, " + machine.system()),
                row("engine", report.engine().name() + ": " + report.engine().description()),
                row("precision", report.engine().precision()),
                row("Java", machine.java()),
                row("data", report.data()),
                format(
                        "%-13s%.2f s from the JVM's start to the command, %.2f s to start the engine",
                        "start-up",
                        report.startUp().commandSeconds(),
                        report.startUp().engineSeconds()),
                format("%-13s%.0f GFLOP/s, one large matrix product", "peak rate", report.matmulPeak() / GIGA),
                format(
                        "%-13s%.0f MiB (%s)",
                        "memory",
                        report.memory().bytes() / MEBI,
                        report.memory().source()));
    }

    private static String row(String name, String value) {
        return format("%-13s%s", name, value);
    }

    private static List<String> training(BenchReport report) {
        List<String> rows = new ArrayList<>();
        for (BenchResult result : report.results()) {
            if (result instanceof TrainingResult step) {
                rows.add(format(
                        "| %s %s | %d | %.1f | %.1f | %.0f | %,.0f | %.1f | %.0f | %.0f %% |",
                        step.model().variant(),
                        step.workload(),
                        step.batchSize(),
                        step.steps().median() * MILLIS_PER_SECOND,
                        step.steps().min() * MILLIS_PER_SECOND,
                        step.firstStepSeconds() * MILLIS_PER_SECOND,
                        step.charactersPerSecond(),
                        step.flops() / GIGA / step.steps().seconds().size(),
                        step.flopsPerSecond() / GIGA,
                        step.flopsPerSecond() / report.matmulPeak() * PERCENT));
            }
        }
        return table(
                "| training step | batch | median ms | min ms | first ms | scored characters/s | GFLOP | GFLOP/s | of peak |",
                rows);
    }

    private static List<String> evaluation(BenchReport report) {
        List<String> rows = new ArrayList<>();
        for (BenchResult result : report.results()) {
            if (result instanceof EvaluationResult evaluation) {
                rows.add(format(
                        "| %s | %d | %.2f | %.2f | %.2f | %.0f |",
                        evaluation.model().variant(),
                        evaluation.questions(),
                        evaluation.passes().median(),
                        evaluation.passes().min(),
                        evaluation.passes().first(),
                        evaluation.questionsPerSecond()));
            }
        }
        return table("| evaluation | questions | median s | min s | first s | questions/s |", rows);
    }

    private static List<String> profile(BenchResult result, ProfileReport profile) {
        List<String> rows = new ArrayList<>();
        for (Profile.OperationTime entry : profile.entries()) {
            rows.add(share(
                    profile, entry.operation(), format("%.0f", (double) entry.calls() / profile.passes()), entry));
        }
        rows.add(
                share(profile, "outside the engine", "", new Profile.OperationTime("", 0, profile.elsewhereSeconds())));
        String pass = result instanceof TrainingResult ? "a step" : "a pass";
        return table(
                format("| %s %s | calls %s | ms %s | share |", result.model().variant(), result.workload(), pass, pass),
                rows);
    }

    private static String share(ProfileReport profile, String name, String calls, Profile.OperationTime entry) {
        return format(
                "| %s | %s | %.2f | %.1f %% |",
                name,
                calls,
                entry.seconds() * MILLIS_PER_SECOND / profile.passes(),
                entry.seconds() / profile.seconds() * PERCENT);
    }

    /** Returns a Markdown table after an empty line, numbers to the right; nothing when it would have no rows. */
    private static List<String> table(String header, List<String> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        int columns = (int) header.chars().filter(c -> c == '|').count() - 1;
        List<String> lines = new ArrayList<>(List.of("", header, "|---|" + "---:|".repeat(columns - 1)));
        lines.addAll(rows);
        return lines;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
