package charlm.cli.option;

import charlm.report.progress.ProgressDisplay;
import charlm.report.progress.ProgressStyle;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How training tells its user where it is. */
public final class ProgressOptions {
    @Option(
            names = "--progress",
            paramLabel = "STYLE",
            defaultValue = "auto",
            description =
                    "bar: one line that is written over; plain: lines of the log; json: an object a line; auto: bar on"
                            + " a terminal, else plain (default: ${DEFAULT-VALUE}).")
    private ProgressStyle style;

    @Option(
            names = {"--log-every", "--log_every"},
            paramLabel = "N",
            description =
                    "Steps between two lines of the log, 0 for none (default: a line every five seconds, none beside"
                            + " a bar).")
    private Integer logEvery;

    /** Returns what is out of range. */
    public List<String> problems() {
        return new Ranges().atLeast("--log-every", 0, logEvery).problems();
    }

    public ProgressDisplay display() {
        return new ProgressDisplay(style, logEvery == null ? OptionalInt.empty() : OptionalInt.of(logEvery));
    }
}
