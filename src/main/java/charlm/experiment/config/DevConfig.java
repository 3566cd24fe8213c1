package charlm.experiment.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The evaluation of a model while it is finetuned.
 *
 * @param questions a TSV of questions with answers
 * @param every the time between two evaluations
 * @param patience evaluations in a row without a new best that end the run; empty to never end it early
 * @param sampleEvery the time between two logs of a few questions with their answers; empty for none
 */
public record DevConfig(Path questions, Interval every, Optional<Integer> patience, Optional<Interval> sampleEvery) {
    /** Once an epoch. */
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
