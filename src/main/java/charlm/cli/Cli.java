package charlm.cli;

import charlm.cli.command.CommandContext;
import charlm.cli.command.Streams;
import charlm.cli.command.Subcommand;
import charlm.cli.option.Converters;
import charlm.cli.signal.StopSignals;
import charlm.data.CodePoints;
import charlm.experiment.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Parses the command line, reports everything that is wrong with it at once, runs the command, reports failures. */
final class Cli {
    private static final int HELP_WIDTH = 110;

    private Cli() {}

    /**
     * Runs a command line.
     *
     * @param streams its input and output
     * @param folder the working directory, for TensorBoard files and the trace of an internal error
     * @param signals that ask the command to end early
     */
    static ExitCode run(Streams streams, Path folder, StopSignals signals, String... args) {
        CharlmCommand root = new CharlmCommand();
        CommandContext context = new CommandContext(streams, folder, signals, args);
        TypedWords words = new TypedWords(args);
        FlagCheck flags = new FlagCheck();
        CommandLine commandLine = parser(root, flags).setOut(streams.out()).setErr(streams.err());
        try {
            if (!words.problems().isEmpty()) {
                return usage(commandLine, words.problems());
            }
            return run(commandLine, words, flags, context);
        } catch (Throwable e) { // an Error is reported like any other internal error
            ErrorFile file = new ErrorFile(
                    context.commandLine(), List.of(folder, Path.of(System.getProperty("java.io.tmpdir"))));
            return new Failures(
                            streams.err(),
                            file,
                            root.stackTrace(),
                            message -> words.describe(message, commandLine.getCommandSpec()))
                    .report(e);
        }
    }

    private static ExitCode run(CommandLine commandLine, TypedWords words, FlagCheck flags, CommandContext context) {
        ParseResult parsed = commandLine.parseArgs(words.texts());
        if (CommandLine.printHelpIfRequested(parsed)) {
            commandLine.getOut().flush();
            return ExitCode.DONE;
        }
        CommandLine leaf = leaf(commandLine, parsed);
        List<String> problems = ArgumentProblems.of(parsed, words, flags);
        if (!problems.isEmpty()) {
            return usage(leaf, problems);
        }
        CharlmCommand root = commandLine.getCommand();
        Subcommand command = leaf.getCommand();
        Runnable undoLogLevel = root.logLevel().apply();
        try {
            command.run(context.with(List.of(words.texts())));
            return ExitCode.DONE;
        } finally {
            undoLogLevel.run();
        }
    }

    /** Returns a parser of command lines into {@code root}, whose flags are checked by {@code flags}. */
    static CommandLine parser(CharlmCommand root, FlagCheck flags) {
        CommandLine commandLine =
                new CommandLine(root).setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpWidth(HELP_WIDTH);
        Converters.register(commandLine);
        RecipeTable.addTo(commandLine);
        Map<String, String> exitCodes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            exitCodes.put(String.format(Locale.ROOT, "%3d", code.code()), code.meaning());
        }
        commandLine.getCommandSpec().usageMessage().exitCodeList(exitCodes);
        commandLine.setExpandAtFiles(false); // they are expanded already
        commandLine.setOverwrittenOptionsAllowed(true); // so that what is typed after a file of arguments counts
        CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF); // it would warn of that
        ArgumentProblems.collectIn(commandLine);
        flags.addTo(commandLine);
        return commandLine;
    }

    private static CommandLine leaf(CommandLine commandLine, ParseResult parsed) {
        List<CommandLine> chain = parsed.asCommandLineList();
        return chain.isEmpty() ? commandLine : chain.get(chain.size() - 1);
    }

    private static ExitCode usage(CommandLine leaf, List<String> problems) {
        PrintWriter err = leaf.getErr();
        String name = leaf.getCommandSpec().qualifiedName();
        problems.forEach(problem -> err.println(name + ": " + CodePoints.printable(problem)));
        err.println("'" + name + " --help' shows the usage.");
        err.flush();
        return ExitCode.USAGE;
    }
}
