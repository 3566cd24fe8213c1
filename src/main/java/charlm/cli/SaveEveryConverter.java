package charlm.cli;

import charlm.experiment.SaveEvery;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 30s}, {@code 500 steps} and {@code 2 epochs}. */
final class SaveEveryConverter implements ITypeConverter<SaveEvery> {
    @Override
    public SaveEvery convert(String text) {
        try {
            return SaveEvery.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
