package charlm.cli.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Arguments as one text that a shell, and then charlm, takes for the same arguments. */
enum ShellText {
    POSIX("[\\w@%+=:,./-]+") {
        @Override
        String quoted(String argument) {
            return "'" + argument.replace("'", "'\\''") + "'";
        }
    },
    /** As programs on Windows split their command line: backslashes count as such unless a quote follows them. */
    WINDOWS("[\\w@+=:,./\\\\-]+") {
        @Override
        String quoted(String argument) {
            return '"' + argument.replaceAll("(\\\\*)\"", "$1$1\\\\\"").replaceAll("(\\\\+)$", "$1$1") + '"';
        }
    };

    private static final String FILE_OF_ARGUMENTS = "@";

    private final Pattern plain;

    ShellText(String plain) {
        this.plain = Pattern.compile(plain);
    }

    /** Returns that of this machine. */
    static ShellText ofSystem() {
        return System.getProperty("os.name").startsWith("Windows") ? WINDOWS : POSIX;
    }

    abstract String quoted(String argument);

    /** Returns the command line of {@code program} with {@code arguments}, each of which stands for itself. */
    String commandLine(String program, List<String> arguments) {
        return program
                + arguments.stream().map(argument -> " " + word(argument)).collect(Collectors.joining());
    }

    private String word(String argument) {
        String literal = argument.startsWith(FILE_OF_ARGUMENTS) ? FILE_OF_ARGUMENTS + argument : argument;
        return plain.matcher(literal).matches() ? literal : quoted(literal);
    }
}
