package charlm.experiment.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a model is evaluated while it is finetuned.
 *
 * @param questions the TSV to ask, with places
 * @param every how often
 * @param patience evaluations in a row, none better than the best, that end the run; empty for no such end
 * @param sampleEvery how often a few questions are shown with their answers; empty for never
 */
public record DevConfig(Path questions, Interval every, Optional<Integer> patience, Optional<Interval> sampleEvery) {
    /** Once each time the data have been read. */
    public static final String DEFAULT_EVERY = "1 epochs";

    public DevConfig {
        if (every.unit() == Interval.Unit.SECONDS) { // then no two runs would keep the same best parameters
            throw new IllegalArgumentException("evaluations are counted in steps or epochs, got every=" + every);
        }
        if (patience.filter(evaluations -> evaluations < 1).isPresent()) {
            throw new IllegalArgumentException("patience must be at least 1, got patience=" + patience.orElseThrow());
        }
    }
}
