package charlm.cli.option;

import charlm.files.RunPaths;
import java.nio.file.Path;
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

    /** Adds the report of {@code result}, if it gets one, to the files that are written. */
    public void check(Checks checks, Path result) {
        if (wanted()) {
            checks.files().replacing(new RunPaths(result).report());
        }
    }
}
