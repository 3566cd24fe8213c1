package charlm.cli.option;

import picocli.CommandLine.Option;

/** Whether a result gets its HTML report. */
public final class ReportOptions {
    @Option(
            names = {"--no-report", "--no_report"},
            description = "Write no HTML report (X.html) beside the result X.")
    private boolean none;

    public boolean wanted() {
        return !none;
    }
}
