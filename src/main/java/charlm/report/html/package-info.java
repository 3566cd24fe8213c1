/**
 * The report of one or several runs as a single HTML file that opens offline.
 *
 * <p>{@link charlm.report.html.HtmlReport} writes it. {@code RunSearch} finds the runs and {@code ReportInputs} the files of each, starting
 * from its manifest; {@code ReportRuns} turns them into the data of the page's scripts. {@code ReportData} has those of
 * one run: the {@code Curves} of the metrics, the answers, and {@code Probe}s, which look into the model while it answers the
 * questions of a {@code ProbeSelection}. {@code SeedGroups} finds runs that differ only in the seed, {@code FoldedCurves} is the
 * mean of theirs.
 */
package charlm.report.html;
