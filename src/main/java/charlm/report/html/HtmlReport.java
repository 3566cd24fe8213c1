package charlm.report.html;

import charlm.files.OutputException;
import charlm.files.SameFile;
import charlm.files.TextOutput;
import charlm.report.StepMetric;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/**
 * Puts runs into one HTML file: the page, its style, its script, the chart library and the data. No character of the data's
 * JSON can end the element around it, and the script puts texts on the page as text only.
 */
public final class HtmlReport {
    /** Default number of questions that a model is looked into with. */
    public static final int DEFAULT_PROBES = 4;

    private static final Pattern SLOT = Pattern.compile("\\{\\{(.*?)}}");
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/";
    private static final String UPLOT_PROPERTIES = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    /** The names of a metric, which the script knows from here alone. */
    record MetricNames(String key, String label, String unit) {}

    private HtmlReport() {}

    /**
     * Writes {@code out}, atomically where it is a file.
     *
     * @param runs checkpoints, predictions, manifests of either, or folders with manifests below them
     * @param questions to look into the models with, besides some of the question file
     * @param probes how many questions to look into in all
     * @param engine computes what the models attend to
     * @throws charlm.data.InputException for what belongs to no run
     * @throws charlm.files.OutputException when it cannot be written, or is a file of a run
     */
    public static void write(List<Path> runs, List<String> questions, int probes, Engine engine, Path out) {
        List<ReportInputs> inputs = RunSearch.find(runs);
        inputs.forEach(run -> requireNoFileOf(run, out));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("metrics", metrics(inputs));
        data.putAll(ReportRuns.of(inputs).fields(new ProbeSelection(questions, probes), engine));
        try (TextOutput output = TextOutput.open(out)) {
            output.write(page(data));
        }
    }

    private static void requireNoFileOf(ReportInputs run, Path out) {
        if (run.all().anyMatch(file -> SameFile.areOne(file, out))) {
            throw new OutputException(
                    out, "belongs to the run " + run.name() + " and would be overwritten; name another file to write");
        }
    }

    private static List<MetricNames> metrics(List<ReportInputs> runs) {
        return Stream.of(StepMetric.values())
                .map(metric -> new MetricNames(metric.key(), metric.label(), unit(metric, runs)))
                .toList();
    }

    private static String unit(StepMetric metric, List<ReportInputs> runs) {
        Stream<String> limits = runs.stream().map(HtmlReport::clipping).distinct();
        return metric.unit() + (metric == StepMetric.GRADIENT_NORM ? limits.collect(Collectors.joining()) : "");
    }

    private static String clipping(ReportInputs run) {
        Object limit = run.training()
                .map(training -> training.manifest().config().get("grad_clip"))
                .orElse(1);
        String text = String.valueOf(limit).replaceFirst("\\.0$", "");
        return text.equals("0") ? ", not clipped" : ", before clipping to " + text;
    }

    /** Fills the slots of the page. Nothing that is filled in is searched for slots again. */
    static String page(Map<String, Object> data) {
        return SLOT.matcher(resource("report.html"))
                .replaceAll(slot -> Matcher.quoteReplacement(content(slot.group(1), data)));
    }

    private static String content(String slot, Map<String, Object> data) {
        return switch (slot) {
            case "uplot.css" -> uplot("dist/uPlot.min.css");
            case "uplot.js" -> uplot("dist/uPlot.iife.min.js");
            case "uplot.licence" -> uplot("LICENSE");
            case "data" -> embeddable(JSON.std.asString(data));
            default -> resource(slot);
        };
    }

    /** Returns the same JSON without any character that means something to HTML. */
    static String embeddable(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String uplot(String name) {
        Properties properties = new Properties();
        try (InputStream in = HtmlReport.class.getResourceAsStream(UPLOT_PROPERTIES)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return resource(UPLOT + properties.getProperty("version") + "/" + name);
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
