package charlm.report.progress;

import charlm.train.Trainer;
import charlm.train.TrainingListener;
import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the progress of training on standard error, in one {@link ProgressStyle}: one line that is overwritten, or lines of
 * the log or of JSON every few seconds or steps. Serves one run after the other, and is as silent as the log.
 */
public final class ProgressDisplay implements TrainingListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressDisplay.class);
    private static final long DRAW_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ProgressStyle style;
    private final OptionalInt logEvery;
    private final Terminal terminal;
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final ProgressMeter drawn;
    private final ProgressMeter logged;
    private TerminalLine line;
    private long planned;
    private boolean first;
    private long drawnNanos;
    private long loggedNanos;

    /**
     * Shows nothing yet.
     *
     * @param logEvery steps from line to line, after a line for the first step; 0 for no lines. When empty, a line comes
     *     every few seconds, but none beside the line that is overwritten
     */
    public ProgressDisplay(ProgressStyle style, OptionalInt logEvery) {
        this(style, logEvery, Terminal.ofProcess(), System.err, System::nanoTime);
    }

    ProgressDisplay(
            ProgressStyle style, OptionalInt logEvery, Terminal terminal, PrintStream out, LongSupplier nanoTime) {
        this.style =
                style == ProgressStyle.AUTO ? terminal.canOverwrite() ? ProgressStyle.BAR : ProgressStyle.PLAIN : style;
        this.logEvery = logEvery;
        this.terminal = terminal;
        this.out = out;
        this.nanoTime = nanoTime;
        drawn = new ProgressMeter(nanoTime);
        logged = new ProgressMeter(nanoTime);
    }

    @Override
    public void onStart(Trainer trainer) {
        start(trainer.plannedSteps(), trainer.stepsPerEpoch());
    }

    void start(long planned, int stepsPerEpoch) {
        close();
        this.planned = planned;
        first = true;
        drawn.start(planned, stepsPerEpoch);
        logged.start(planned, stepsPerEpoch);
        if (style == ProgressStyle.BAR && LOG.isInfoEnabled()) {
            line = new TerminalLine(out);
        }
    }

    @Override
    public void onStep(StepReport report) {
        drawn.count(report);
        logged.count(report);
        long now = nanoTime.getAsLong();
        if (line != null && (isLast(report) || first || now - drawnNanos >= DRAW_EVERY_NANOS)) {
            drawnNanos = now;
            line.show(drawn.status(report).barLine(terminal.columns(), terminal.hasColours()));
        }
        if (LOG.isInfoEnabled() && isLineDue(report, now)) {
            loggedNanos = now;
            ProgressStatus status = logged.status(report);
            if (style == ProgressStyle.JSON) {
                out.println(status.json());
            } else {
                LOG.info(status.logLine());
            }
        }
        first = false;
    }

    @Override
    public void onSkipped(StepReport report) {
        drawn.count(report);
        logged.count(report);
    }

    @Override
    public void onEnd(Trainer trainer) {
        close();
    }

    private boolean isLast(StepReport report) {
        return report.step() + 1 == planned;
    }

    private boolean isLineDue(StepReport report, long now) {
        boolean isEvaluated = report.devAccuracy().isPresent();
        if (logEvery.isPresent()) {
            int every = logEvery.getAsInt();
            return every > 0 && (report.step() == 0 || (report.step() + 1) % every == 0 || isEvaluated);
        }
        return line == null && (first || isLast(report) || isEvaluated || now - loggedNanos >= LINE_EVERY_NANOS);
    }

    /** Erases the line that is overwritten. */
    @Override
    public void close() {
        if (line != null) {
            line.close();
            line = null;
        }
    }
}
