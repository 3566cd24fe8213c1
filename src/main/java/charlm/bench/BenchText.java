package charlm.bench;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as lines to read; the tables are Markdown. */
public final class BenchText {
    private static final double MEBI = 1024 * 1024;
    private static final double PERCENT = 100;
    private static final double MILLIS_PER_SECOND = 1e3;

    private static final List<Column> STEP_COLUMNS = List.of(
            new Column("batch", "batch_size", 1, "%.0f"),
            new Column("median ms", "step_median_s", MILLIS_PER_SECOND, "%.1f"),
            new Column("min ms", "step_min_s", MILLIS_PER_SECOND, "%.1f"),
            new Column("first ms", "first_step_s", MILLIS_PER_SECOND, "%.0f"),
            new Column("scored characters/s", "scored_characters_per_s", 1, "%,.0f"),
            new Column("GFLOP", "gflop_per_step", 1, "%.1f"),
            new Column("GFLOP/s", "gflops", 1, "%.0f"),
            new Column("of peak", "share_of_peak", PERCENT, "%.0f %%"));
    private static final List<Column> EVALUATION_COLUMNS = List.of(
            new Column("questions", "questions", 1, "%.0f"),
            new Column("median s", "pass_median_s", 1, "%.2f"),
            new Column("min s", "pass_min_s", 1, "%.2f"),
            new Column("first s", "first_pass_s", 1, "%.2f"),
            new Column("questions/s", "questions_per_s", 1, "%.0f"));

    /** A column of a table: a figure of the JSON report, in the unit of the header. */
    private record Column(String header, String figure, double scale, String pattern) {
        String cell(Map<String, Object> figures) {
            return format(pattern, ((Number) figures.get(figure)).doubleValue() * scale);
        }
    }

    private BenchText() {}

    public static List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>(head(report));
        lines.addAll(results(report, "training step", true, STEP_COLUMNS));
        lines.addAll(results(report, "evaluation", false, EVALUATION_COLUMNS));
        for (BenchResult result : report.results()) {
            result.profile().ifPresent(profile -> lines.addAll(profile(result, profile)));
        }
        return lines;
    }

    private static List<String> head(BenchReport report) {
        Map<String, Object> setting = report.setting();
        return List.of(
                row("charlm", "%s", setting.get("version")),
                row(
                        "processor",
                        "%s, %s cores, %s",
                        setting.get("processor"),
                        setting.get("cores"),
                        setting.get("system")),
                row("engine", "%s: %s", setting.get("engine"), setting.get("engine_description")),
                row("precision", "%s", setting.get("precision")),
                row("Java", "%s", setting.get("java")),
                row("data", "%s", setting.get("data")),
                row(
                        "start-up",
                        "%.2f s from the JVM's start to the command, %.2f s to start the engine",
                        setting.get("jvm_to_command_s"),
                        setting.get("engine_start_s")),
                row("peak rate", "%.0f GFLOP/s, one large matrix product", setting.get("matmul_peak_gflops")),
                row(
                        "memory",
                        "%.0f MiB (%s)",
                        (long) setting.get("memory_bytes") / MEBI,
                        setting.get("memory_source")));
    }

    private static String row(String name, String pattern, Object... values) {
        return format("%-13s", name) + format(pattern, values);
    }

    private static List<String> results(BenchReport report, String title, boolean training, List<Column> columns) {
        List<String> rows = new ArrayList<>();
        for (BenchResult result : report.results()) {
            if (result.training().isPresent() == training) {
                Map<String, Object> figures = result.figures(report.matmulPeak());
                String task = training
                        ? result.model().variant() + " " + result.workload()
                        : "" + result.model().variant();
                rows.add(columns.stream()
                        .map(column -> column.cell(figures))
                        .collect(joining(" | ", "| " + task + " | ", " |")));
            }
        }
        String header = columns.stream().map(Column::header).collect(joining(" | ", "| " + title + " | ", " |"));
        return table(header, rows);
    }

    private static List<String> profile(BenchResult result, ProfileReport profile) {
        List<String> rows = new ArrayList<>();
        for (Profile.OperationTime entry : profile.entries()) {
            rows.add(share(
                    profile, entry.operation(), format("%.0f", (double) entry.calls() / profile.passes()), entry));
        }
        rows.add(
                share(profile, "outside the engine", "", new Profile.OperationTime("", 0, profile.elsewhereSeconds())));
        String pass = result.training().isPresent() ? "a step" : "a pass";
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
