package charlm.cli.option;

import java.math.BigInteger;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads decimal numbers, and none of the other forms that Java takes for numbers: 6e-3f, 0x1p3, NaN, digits of other scripts. */
final class Numbers {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+([eE].*)?");

    private Numbers() {}

    static void register(CommandLine commandLine) {
        commandLine
                .registerConverter(int.class, new Converters.Parser<>(Numbers::ofInt))
                .registerConverter(Integer.class, new Converters.Parser<>(Numbers::ofInt))
                .registerConverter(long.class, new Converters.Parser<>(Numbers::ofLong))
                .registerConverter(Long.class, new Converters.Parser<>(Numbers::ofLong))
                .registerConverter(float.class, new Converters.Parser<>(Numbers::ofFloat))
                .registerConverter(Float.class, new Converters.Parser<>(Numbers::ofFloat))
                .registerConverter(double.class, new Converters.Parser<>(Numbers::ofDouble))
                .registerConverter(Double.class, new Converters.Parser<>(Numbers::ofDouble));
    }

    private static int ofInt(String text) {
        return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static long ofLong(String text) {
        return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long whole(String text, long least, long most) {
        require(WHOLE.matcher(text).matches(), "must be a whole number like 500", text);
        BigInteger number = new BigInteger(text);
        require(number.compareTo(BigInteger.valueOf(least)) >= 0, "must be at least " + least, text);
        require(number.compareTo(BigInteger.valueOf(most)) <= 0, "must be at most " + most, text);
        return number.longValue();
    }

    private static float ofFloat(String text) {
        return (float) decimal(text, Float.MIN_VALUE, Float.MAX_VALUE);
    }

    private static double ofDouble(String text) {
        return decimal(text, Double.MIN_VALUE, Double.MAX_VALUE);
    }

    private static double decimal(String text, double least, double most) {
        require(DECIMAL.matcher(text).matches(), "must be a decimal number like 0.5 or 6e-3", text);
        double number = Double.parseDouble(text);
        double size = Math.abs(number);
        require(size <= most, "must be at most " + most, text);
        require(size >= least || ZERO.matcher(text).matches(), "must be 0 or at least " + least, text);
        return number;
    }

    private static void require(boolean holds, String rule, String text) {
        if (!holds) {
            throw new TypeConversionException(rule + ", got '" + text + "'");
        }
    }
}
