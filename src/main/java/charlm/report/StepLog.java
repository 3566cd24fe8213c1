package charlm.report;

import charlm.train.TrainingListener;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs every so many steps: epoch, step, loss, rate, gradient norm, scored characters a second. */
public final class StepLog implements TrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(StepLog.class);

    private final int every;

    /** Logs each step whose number, counted from 1, {@code every} divides, and the first; 0 logs none. */
    public StepLog(int every) {
        this.every = every;
    }

    @Override
    public void onStep(StepReport report) {
        long number = report.step() + 1;
        if (every > 0 && (number == 1 || number % every == 0) && LOG.isInfoEnabled()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "epoch %d step %d: loss %.4f, rate %.3e, gradient norm %.3f, %.0f characters/s, %.0f ms",
                    report.epoch() + 1,
                    number,
                    report.loss(),
                    report.rateAfter(),
                    report.gradientNorm(),
                    report.charactersPerSecond(),
                    report.elapsedMillis()));
        }
    }
}
