package charlm.cli.option;

import charlm.data.augmentation.AugmentationMix;
import charlm.experiment.config.Interval;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters of typed words. A problem has the words of the parser. */
public final class Converters {
    private Converters() {}

    /** Adds the converters to {@code commandLine} and its commands. */
    public static void register(CommandLine commandLine) {
        commandLine.registerConverter(Path.class, text -> parse(Converters::path, text));
        commandLine.registerConverter(AugmentationMix.class, text -> parse(AugmentationMix::parse, text));
        commandLine.registerConverter(Interval.class, text -> parse(Interval::parse, text));
    }

    /** Reads {@code 500}, {@code 500 steps} and {@code 2 epochs}. */
    static final class Steps implements ITypeConverter<Interval> {
        @Override
        public Interval convert(String text) {
            return parse(Interval::parseSteps, text);
        }
    }

    private static <T> T parse(Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** A JVM in an ASCII locale cannot name every file. */
    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("the file '" + text
                    + "' cannot be named in the encoding of this terminal; set LC_ALL=C.UTF-8 and try again");
        }
    }
}
