package charlm.cli.command;

import charlm.cli.signal.StopSignals;
import charlm.data.CodePoints;
import charlm.data.InputException;
import charlm.report.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The surroundings of a command.
 *
 * @param folder the working directory
 * @param signals that ask the command to end early
 * @param arguments the command line as it was typed, files of arguments replaced by what they hold
 */
public record CommandContext(Streams streams, Path folder, StopSignals signals, String... arguments) {
    private static final Path INPUT = Path.of("standard input");
    private static final String PROMPT = "> ";
    private static final Set<String> RESUMING = Set.of("--resume", "--resume-anyway", "--resume_anyway");

    /** Returns the same with other arguments. */
    public CommandContext with(List<String> others) {
        return new CommandContext(streams, folder, signals, others.toArray(String[]::new));
    }

    /** Prints a line of result at once, without control characters. */
    void print(String line) {
        PrintWriter out = streams.out();
        out.println(CodePoints.printable(line));
        out.flush();
    }

    /** Returns whether what is printed still arrives: a reader may have left its end of the pipe. */
    boolean hasReader() {
        return !streams.out().checkError();
    }

    /** Prints a hint on a terminal; prints nothing into a pipe. */
    void invite(String line) {
        if (streams.interactive()) {
            print(line);
        }
    }

    /** Returns the next line that was typed, or null at the end. */
    String readLine() {
        if (streams.interactive()) {
            streams.out().print(PROMPT);
            streams.out().flush();
        }
        try {
            return streams.in().readLine();
        } catch (IOException e) {
            throw new InputException(INPUT, "cannot be read (" + e.getMessage() + "); pipe lines of text into it", e);
        }
    }

    /** Returns the command line as one text that the shell of this machine takes for the same arguments. */
    public String commandLine() {
        return ShellText.ofSystem().commandLine("charlm", List.of(arguments));
    }

    /** Returns the origin that a result of this command records. */
    Provenance provenance() {
        return new Provenance(commandLine(), VersionProvider.version());
    }

    /** Returns the command line that continues this run. */
    public String resumingCommandLine() {
        boolean resumes = Arrays.stream(arguments).anyMatch(RESUMING::contains);
        return resumes ? commandLine() : commandLine() + " --resume";
    }
}
