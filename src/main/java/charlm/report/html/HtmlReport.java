package charlm.report.html;

import charlm.files.AtomicFile;
import charlm.files.OutputException;
import charlm.files.SameFile;
import charlm.report.RunManifest;
import charlm.report.StepMetric;
import charlm.report.html.ReportRun.Selection;
import charlm.tensor.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/**
 * Puts runs into one HTML file: the page, its style, its script, the chart library and the data. The data are JSON in which
 * no character can end the element they stand in; the script puts them on the page as text only.
 */
public final class HtmlReport {
    /** How many questions are looked into unless more are asked for. */
    public static final int DEFAULT_PROBES = 4;

    private static final String UPLOT = "/META-INF/resources/webjars/uplot/";
    private static final String UPLOT_PROPERTIES = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private HtmlReport() {}

    /**
     * Writes {@code out} atomically.
     *
     * @param runs parameter files, predictions, or manifests of either
     * @param questions to look into, besides some of the file
     * @param probes how many questions to look into in all
     * @param engine computes what the models attend to
     * @throws charlm.data.InputException for what belongs to no run
     * @throws charlm.files.OutputException when it cannot be written, or is a file of a run
     */
    public static void write(List<Path> runs, List<String> questions, int probes, Engine engine, Path out) {
        Selection selection = new Selection(questions, probes);
        List<RunFiles> found = runs.stream().map(RunFiles::of).toList();
        found.forEach(files -> requireKept(files, out));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("metrics", metrics(found));
        data.put(
                "runs",
                found.stream()
                        .map(files -> new ReportRun(files, selection).fields(engine))
                        .toList());
        String html = page(data);
        AtomicFile.writeText(out, html);
    }

    /** Returns the names of the metrics, which the script knows from here alone. */
    private static List<Map<String, String>> metrics(List<RunFiles> runs) {
        return Stream.of(StepMetric.values())
                .map(metric -> Map.of("key", metric.key(), "label", metric.label(), "unit", unit(metric, runs)))
                .toList();
    }

    private static String unit(StepMetric metric, List<RunFiles> runs) {
        return metric == StepMetric.GRADIENT_NORM
                ? runs.stream()
                        .flatMap(run -> run.training().stream())
                        .map(HtmlReport::clipping)
                        .distinct()
                        .collect(Collectors.joining(", ", metric.unit() + ", ", ""))
                : metric.unit();
    }

    private static String clipping(RunManifest training) {
        String limit = training.config().getOrDefault("grad_clip", "1").replaceFirst("\\.0$", "");
        return limit.equals("0") ? "not clipped" : "before clipping to " + limit;
    }

    private static void requireKept(RunFiles files, Path out) {
        if (files.all().anyMatch(file -> SameFile.areOne(file, out))) {
            throw new OutputException(
                    out,
                    "belongs to the run " + files.name() + " and would be overwritten; name another file to write");
        }
    }

    /** Fills the page; each place is named by one word between braces that nothing filled in later can repeat. */
    static String page(Map<String, Object> data) {
        String uplot = UPLOT + uplotVersion() + "/";
        String[] parts = resource("report.html").split("\\{\\{|}}");
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            html.append(
                    i % 2 == 0
                            ? parts[i]
                            : switch (parts[i]) {
                                case "uplot.css" -> resource(uplot + "dist/uPlot.min.css");
                                case "report.css" -> resource("report.css");
                                case "uplot.licence" -> resource(uplot + "LICENSE");
                                case "uplot.js" -> resource(uplot + "dist/uPlot.iife.min.js");
                                case "data" -> embeddable(JSON.std.asString(data));
                                case "report.js" -> resource("report.js");
                                default -> throw new IllegalStateException("report.html asks for " + parts[i]);
                            });
        }
        return html.toString();
    }

    /** Returns the same JSON without any character that means something to HTML. */
    static String embeddable(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String uplotVersion() {
        Properties properties = new Properties();
        try (InputStream in = HtmlReport.class.getResourceAsStream(UPLOT_PROPERTIES)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
