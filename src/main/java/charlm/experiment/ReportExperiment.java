package charlm.experiment;

import charlm.experiment.config.EngineConfig;
import charlm.files.Companion;
import charlm.report.html.HtmlReport;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the HTML report of runs.
 *
 * @param runs checkpoints, predictions, or manifests of either
 * @param questions to show attention and probabilities for
 * @param probes number of such questions in all
 */
public record ReportExperiment(List<Path> runs, List<String> questions, int probes, EngineConfig engine, Path out) {
    private static final Logger LOG = LoggerFactory.getLogger(ReportExperiment.class);

    /** Reads, looks and writes; throws as {@link HtmlReport#write}. */
    public void run() {
        try (Engine opened = engine.openFull()) {
            HtmlReport.write(runs, questions, probes, opened, out);
        }
    }

    /**
     * Writes the report of a new result beside it. The result is whole without the report, so that a problem, even a lack
     * of memory, is only logged.
     */
    public static void beside(Path result, EngineConfig engine) {
        try {
            Path out = Companion.REPORT.of(result);
            Companion.REPORT.requireOwn(out);
            new ReportExperiment(List.of(result), List.of(), HtmlReport.DEFAULT_PROBES, engine, out).run();
            LOG.info("report written to {}", out);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("the report could not be written (the result is not affected): {}", e.getMessage());
            LOG.debug("the report could not be written", e);
        }
    }
}
