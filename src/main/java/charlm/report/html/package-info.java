/**
 * The report of one or several runs as a single HTML file that opens offline.
 *
 * <p>{@link charlm.report.html.HtmlReport} writes it. {@code ReportInputs} finds the files of a run, starting from its
 * manifest; {@code ReportData} turns them into the data of the script {@code report.js}: the {@code Curves} of the metrics,
 * the answers, and {@code Probe}s, which look into the model while it answers the questions of a {@code ProbeSelection}.
 */
package charlm.report.html;
