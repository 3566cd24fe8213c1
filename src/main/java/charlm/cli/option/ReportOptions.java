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

    /** Adds the report of {@code result}, if it gets one, to what is written. */
    public void addTo(FileChecks files, Path result) {
        if (wanted()) {
            files.replacing(new RunPaths(result).report());
        }
    }
}
