package charlm.cli.option;

import charlm.report.progress.ProgressDisplay;
import charlm.report.progress.ProgressStyle;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The display of progress. */
public final class ProgressOptions {
    @Option(
            names = "--progress",
            paramLabel = "STYLE",
            defaultValue = "auto",
            description =
                    "Form of progress: bar (one line that is written over), plain (lines of the log), json (one object"
                            + " per line), or auto for bar on a terminal and plain elsewhere (default: ${DEFAULT-VALUE}).")
    private ProgressStyle style;

    @Option(
            names = {"--log-every", "--log_every"},
            paramLabel = "N",
            description =
                    "Log a line every N steps; 0 for none (default: a line every five seconds, none beside a bar).")
    private Integer logEvery;

    public void check(Checks checks) {
        checks.atLeast("--log-every", 0, logEvery);
    }

    public ProgressDisplay display() {
        return new ProgressDisplay(style, logEvery == null ? OptionalInt.empty() : OptionalInt.of(logEvery));
    }
}
