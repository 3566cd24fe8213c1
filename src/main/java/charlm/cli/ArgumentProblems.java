package charlm.cli;

import charlm.cli.command.Subcommand;
import charlm.cli.option.Checks;
import charlm.cli.option.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Everything that is wrong with a command line, so that a user need not find out one mistake at a time. */
final class ArgumentProblems {
    private final TypedWords words;
    private final Set<ArgSpec> missing = new LinkedHashSet<>();
    private final Set<String> problems = new LinkedHashSet<>();

    private ArgumentProblems(TypedWords words) {
        this.words = words;
    }

    /** Makes {@code commandLine} and its commands collect parse errors instead of stopping at the first. */
    static void collectIn(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(ArgumentProblems::collectIn);
    }

    /** Returns the problems of flags, those that picocli finds, each once, then those of the command itself. */
    static List<String> of(ParseResult parsed, TypedWords words, FlagCheck flags) {
        ArgumentProblems all = new ArgumentProblems(words);
        all.problems.addAll(flags.problems());
        ParseResult level = parsed;
        all.add(level);
        while (level.hasSubcommand()) {
            level = level.subcommand();
            all.add(level);
        }
        return all.lines(level.commandSpec());
    }

    private void add(ParseResult level) {
        level.errors().forEach(this::add);
        if (level.commandSpec().userObject() instanceof Subcommand command) {
            Checks checks = new Checks();
            command.check(checks);
            problems.addAll(checks.problems());
        }
    }

    private List<String> lines(CommandSpec leaf) {
        if (problems.isEmpty() && !leaf.subcommands().isEmpty()) {
            problems.add("missing COMMAND, one of "
                    + String.join(", ", leaf.subcommands().keySet()));
        }
        List<String> lines = new ArrayList<>();
        if (!missing.isEmpty()) {
            lines.add("missing " + missing.stream().map(ArgumentProblems::label).collect(Collectors.joining(", ")));
        }
        problems.forEach(problem -> lines.add(words.describe(problem, leaf.root())));
        return lines;
    }

    /** picocli reports a missing argument several times; those that are left out altogether go into one set. */
    private void add(Exception error) {
        if (error instanceof MissingParameterException incomplete) {
            incomplete.getMissing().stream()
                    .filter(argument -> !(argument instanceof OptionSpec option && words.contain(option)))
                    .forEach(missing::add);
        } else if (error instanceof UnmatchedArgumentException unmatched) {
            addUnmatched(unmatched);
        } else if (error.getCause() instanceof TypeConversionException wrong
                && error instanceof ParameterException at) {
            problems.add(name(at.getArgSpec()) + " " + wrong.getMessage());
        } else {
            problems.add(error.getMessage());
        }
    }

    private void addUnmatched(UnmatchedArgumentException error) {
        CommandSpec command = error.getCommandLine().getCommandSpec();
        if (!command.subcommands().isEmpty()) {
            problems.add(Suggestion.unknownCommand(error.getUnmatched().get(0), command));
            return;
        }
        String taken = command.positionalParameters().stream()
                .map(ArgumentProblems::label)
                .collect(Collectors.joining(" "));
        for (String word : error.getUnmatched()) {
            problems.add(
                    word.startsWith("-")
                            ? "there is no flag " + word
                            : "unexpected '" + word + "'; " + command.name() + " takes "
                                    + (taken.isEmpty() ? "flags only" : taken + " and flags"));
        }
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.names()[0] : argument.paramLabel();
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? name(argument) + " " + option.paramLabel()
                : argument.paramLabel();
    }
}
