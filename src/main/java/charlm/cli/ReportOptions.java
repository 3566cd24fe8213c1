package charlm.cli;

import picocli.CommandLine.Option;

/** Whether a result gets its HTML report. */
final class ReportOptions {
    @Option(
            names = {"--no-report", "--no_report"},
            description = "Write no HTML report (X.html) beside the result X.")
    private boolean none;

    boolean wanted() {
        return !none;
    }
}
