package charlm.cli;

import charlm.experiment.Interval;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 30s}, {@code 500 steps} and {@code 2 epochs}. */
final class IntervalConverter implements ITypeConverter<Interval> {
    @Override
    public Interval convert(String text) {
        try {
            return Interval.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
