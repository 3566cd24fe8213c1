package charlm.cli.option;

import charlm.experiment.config.Interval;

/** Reads {@code 30s}, {@code 500 steps} and {@code 2 epochs}. */
final class IntervalConverter extends ParsingConverter<Interval> {
    @Override
    Interval parse(String text) {
        return Interval.parse(text);
    }
}
