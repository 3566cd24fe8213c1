package charlm.cli;

import charlm.experiment.Interval;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500}, {@code 500 steps} and {@code 2 epochs}. */
final class StepsConverter implements ITypeConverter<Interval> {
    @Override
    public Interval convert(String text) {
        try {
            return Interval.parseSteps(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
