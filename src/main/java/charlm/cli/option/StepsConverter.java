package charlm.cli.option;

import charlm.experiment.config.Interval;

/** Reads {@code 500}, {@code 500 steps} and {@code 2 epochs}. */
final class StepsConverter extends ParsingConverter<Interval> {
    @Override
    Interval parse(String text) {
        return Interval.parseSteps(text);
    }
}
