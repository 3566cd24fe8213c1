package charlm.cli;

import charlm.cli.option.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes unknown flags with their values, and flags whose value is missing, out of the words before picocli sees them: it would
 * take the value of an unknown flag for an argument, and the flag behind a missing value for that value.
 */
final class FlagCheck implements IParameterPreprocessor {
    private static final Pattern FLAG = Pattern.compile("[-\u2013\u2014]+\\p{L}.*"); // also dashes of word processors
    private static final Pattern DASHES = Pattern.compile("^[-\u2013\u2014]+");
    private static final String END_OF_FLAGS = "--";

    private final List<String> problems = new ArrayList<>();

    /** Makes {@code commandLine} and its commands check their flags. */
    void addTo(CommandLine commandLine) {
        commandLine.getCommandSpec().preprocessor(this);
        commandLine.getSubcommands().values().forEach(this::addTo);
    }

    /** Returns the problems of the last command line. */
    List<String> problems() {
        return problems;
    }

    /** Returns the name in {@code --name=value}, or the whole word. */
    static String name(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }

    /** Takes words off the top of {@code words}, where the first one is, and puts back those that are right. */
    @Override
    public boolean preprocess(Stack<String> words, CommandSpec command, ArgSpec none, Map<String, Object> info) {
        List<String> kept = new ArrayList<>();
        boolean flags = true;
        while (!words.isEmpty() && flags) {
            String word = words.pop();
            if (FLAG.matcher(word).matches()) {
                keepOrRefuse(word, words, command, kept);
            } else {
                kept.add(word);
                flags = !word.equals(END_OF_FLAGS) && command.subcommands().isEmpty(); // else this was the command
            }
        }
        if (flags) {
            words.push(
                    END_OF_FLAGS); // picocli sets the defaults behind the last word only, but not if that one is wrong
        }
        for (int i = kept.size() - 1; i >= 0; i--) {
            words.push(kept.get(i));
        }
        return false;
    }

    private void keepOrRefuse(String word, Stack<String> following, CommandSpec command, List<String> kept) {
        Optional<OptionSpec> option = find(name(word), command);
        if (option.isEmpty()) {
            refuseUnknown(word, following, command);
        } else if (!takesValue(option.get()) || !isLong(word, command) || word.contains("=")) {
            kept.add(word);
        } else if (following.isEmpty() || find(name(following.peek()), command).isPresent()) {
            problems.add(word + " needs a value, " + option.get().paramLabel());
        } else {
            kept.add(word);
            kept.add(following.pop());
        }
    }

    private void refuseUnknown(String word, Stack<String> following, CommandSpec command) {
        String name = name(word);
        Map<String, OptionSpec> known = all(command);
        Map<String, String> names = new LinkedHashMap<>(); // without dashes, and as the help has them
        known.forEach((other, option) ->
                names.put(withoutDashes(other), command.optionsMap().containsKey(other) ? documented(option) : other));
        Optional<String> meant =
                Suggestion.of(withoutDashes(name), names.keySet()).map(names::get);
        Optional<OptionSpec> ofSome = command.subcommands().values().stream()
                .flatMap(some -> find(name, some.getCommandSpec()).stream())
                .findFirst();
        problems.add(
                ofSome.isPresent()
                        ? name + " is a flag of a command; type it behind the command"
                        : "there is no flag " + name
                                + meant.map(found -> "; did you mean " + found + "?")
                                        .orElse(""));
        boolean valueFollows = ofSome.or(() -> meant.map(known::get))
                .map(FlagCheck::takesValue)
                .orElse(true);
        if (valueFollows
                && !word.contains("=")
                && !following.isEmpty()
                && !FLAG.matcher(following.peek()).matches()) {
            following.pop();
        }
    }

    /** Returns the first long name. */
    private static String documented(OptionSpec option) {
        return Stream.of(option.names())
                .filter(name -> name.startsWith("--"))
                .findFirst()
                .orElse(option.longestName());
    }

    private static String withoutDashes(String name) {
        return DASHES.matcher(name).replaceFirst("");
    }

    /** Returns the flag that {@code name} is or, with several letters behind one dash, begins with. */
    private static Optional<OptionSpec> find(String name, CommandSpec command) {
        OptionSpec option = all(command).get(name);
        boolean letters = option == null && name.length() > 2 && name.charAt(0) == '-' && name.charAt(1) != '-';
        return letters && !all(command).containsKey("-" + name)
                ? Optional.ofNullable(command.posixOptionsMap().get(name.charAt(1)))
                : Optional.ofNullable(option);
    }

    private static boolean isLong(String word, CommandSpec command) {
        return all(command).containsKey(word);
    }

    private static Map<String, OptionSpec> all(CommandSpec command) {
        Map<String, OptionSpec> all = new LinkedHashMap<>(command.optionsMap());
        all.putAll(command.negatedOptionsMap());
        return all;
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }
}
