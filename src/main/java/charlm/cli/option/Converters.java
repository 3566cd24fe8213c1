package charlm.cli.option;

import charlm.data.augmentation.AugmentationMix;
import charlm.experiment.config.Interval;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/** Converters of typed words. The message of a problem goes on after the name of the flag: {@code must be ..., got '...'}. */
public final class Converters {
    private Converters() {}

    /** No lambda: the JVM fails to archive lambdas of an interface that was compiled for Java 5, as picocli's. */
    record Parser<T>(Function<String, T> parser) implements ITypeConverter<T> {
        @Override
        public T convert(String text) {
            return parse(parser, text);
        }
    }

    /** Adds the converters to {@code commandLine} and its commands. */
    public static void register(CommandLine commandLine) {
        commandLine.registerConverter(Path.class, new Parser<>(Converters::path));
        commandLine.registerConverter(AugmentationMix.class, new Parser<>(AugmentationMix::parse));
        commandLine.registerConverter(Interval.class, new Parser<>(Interval::parse));
        registerWords(commandLine, List.of(true, false), List.of(boolean.class, Boolean.class));
        Numbers.register(commandLine);
        commandLine.getSubcommands().values().forEach(Converters::registerEnums);
    }

    /** The words of an enum are told in lower case, as the help has them. */
    private static void registerEnums(CommandLine commandLine) {
        for (ArgSpec argument : commandLine.getCommandSpec().args()) {
            Class<?> type = argument.auxiliaryTypes()[0];
            if (type.isEnum()) {
                registerEnum(commandLine, type);
            }
        }
    }

    private static <T> void registerEnum(CommandLine commandLine, Class<T> type) {
        registerWords(commandLine, List.of(type.getEnumConstants()), List.of(type));
    }

    private static <T> void registerWords(CommandLine commandLine, List<T> values, List<Class<T>> types) {
        Map<String, T> words = new LinkedHashMap<>();
        values.forEach(value -> words.put(value.toString().toLowerCase(Locale.ROOT), value));
        Parser<T> parser = new Parser<>(typed -> oneOf(words, typed));
        types.forEach(type -> commandLine.registerConverter(type, parser));
    }

    private static <T> T oneOf(Map<String, T> values, String text) {
        T value = values.get(text.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw new IllegalArgumentException("must be " + inWords(values.keySet()) + ", got '" + text + "'"
                    + Suggestion.question(text, values.keySet()));
        }
        return value;
    }

    private static String inWords(Collection<String> words) {
        List<String> all = List.copyOf(words);
        int last = all.size() - 1;
        return String.join(", ", all.subList(0, last)) + " or " + all.get(last);
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
        if (text.isEmpty()) { // Java takes it for the working directory; often a variable of a shell that is not set
            throw new TypeConversionException("must name a file, got ''");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text
                    + "' cannot be named in the encoding of this terminal; set LC_ALL=C.UTF-8 and try again");
        }
    }
}
