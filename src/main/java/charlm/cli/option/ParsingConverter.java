package charlm.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Tells what is wrong with a typed word in the words of what parses it. */
abstract class ParsingConverter<T> implements ITypeConverter<T> {
    /** Throws {@link IllegalArgumentException}. */
    abstract T parse(String text);

    @Override
    public final T convert(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
