package charlm.cli;

import charlm.cli.command.Subcommand;
import charlm.cli.option.Checks;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Everything that is wrong with a command line, so that a user need not find out one mistake at a time. */
final class ArgumentProblems {
    private ArgumentProblems() {}

    /** Makes {@code commandLine} and its commands collect parse errors instead of stopping at the first. */
    static void collectIn(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(ArgumentProblems::collectIn);
    }

    /** Returns a problem for each missing {@code @FILE}, which picocli takes for a plain word. */
    static List<String> missingFiles(String... arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("@") && !argument.startsWith("@@"))
                .map(argument -> argument.substring(1))
                .filter(name -> !new File(name).isFile())
                .map(name -> name + ": there is no such file of arguments; type @@ for a word that begins with @")
                .toList();
    }

    /** Returns the problems that picocli finds, each once, then those of the command itself. */
    static List<String> of(ParseResult parsed) {
        Set<ArgSpec> missing = new LinkedHashSet<>();
        Set<String> problems = new LinkedHashSet<>();
        for (ParseResult level = parsed; level != null; level = level.hasSubcommand() ? level.subcommand() : null) {
            level.errors().forEach(error -> sort(error, missing, problems));
            if (level.commandSpec().userObject() instanceof Subcommand command) {
                Checks checks = new Checks();
                command.check(checks);
                problems.addAll(checks.problems());
            }
        }
        List<String> all = new ArrayList<>();
        if (!missing.isEmpty()) {
            String labels = missing.stream().map(ArgumentProblems::label).collect(Collectors.joining(", "));
            all.add("missing " + labels);
        }
        all.addAll(problems);
        return all;
    }

    /** picocli reports a missing argument several times; those that are left out altogether go into one set. */
    private static void sort(Exception error, Set<ArgSpec> missing, Set<String> problems) {
        if (error instanceof MissingParameterException incomplete
                && !incomplete.getMessage().startsWith("Missing required parameter for")) {
            missing.addAll(incomplete.getMissing());
        } else {
            problems.add(error.getMessage());
        }
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.names()[0] + " " + option.paramLabel()
                : argument.paramLabel();
    }
}
