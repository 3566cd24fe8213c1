package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.cli.command.Streams;
import charlm.cli.signal.StopSignals;
import charlm.experiment.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Runs command lines in this process, in a folder with a small corpus. Arguments are separated by spaces; {@code @name}
 * stands for a file of the folder, {@code @@name} for the arguments in one.
 */
final class CliHarness {
    /** The shape of a model that trains in no time. */
    static final String TINY = " --num-layers 2 --num-heads 2 --embed-dim 8 --block-size 32 --threads 1";

    private static final String CORPUS =
            "Ann was born in Rome\nBo was born in Oslo\nWhere was Ann?\nIt is in the beginning\n";
    private static final String QUESTIONS = "Where was Ann born?\tRome\nWhere was Bo born?\tOslo\n";

    private final Path folder;
    private String out = "";
    private String err = "";
    private Reader typed = Reader.nullReader();
    private boolean terminal;

    /** Writes corpus.txt and questions.tsv to {@code folder}. */
    CliHarness(Path folder) {
        this.folder = folder;
        write("corpus.txt", CORPUS);
        write("questions.tsv", QUESTIONS);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pipes {@code text} into the next command line. */
    void type(String text) {
        typed = new StringReader(text);
        terminal = false;
    }

    /** Types {@code text} into the next command line, at a terminal. */
    void typeAtTerminal(String text) {
        typed = new StringReader(text);
        terminal = true;
    }

    /** Gives the next command line an input that cannot be read. */
    void typeNothingReadable(String problem) {
        terminal = false;
        typed = new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                throw new IOException(problem);
            }

            @Override
            public void close() {}
        };
    }

    ExitCode run(String commandLine) {
        return run(StopSignals.NONE, commandLine);
    }

    private ExitCode run(StopSignals signals, String commandLine) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        String[] arguments =
                Stream.of(commandLine.strip().split(" +")).map(this::resolve).toArray(String[]::new);
        ExitCode code = Cli.run(
                new Streams(new BufferedReader(typed), terminal, new PrintWriter(outText), new PrintWriter(errText)),
                folder,
                signals,
                arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    private String resolve(String word) {
        if (word.startsWith("@@")) {
            return "@" + folder.resolve(word.substring(2));
        }
        return word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word;
    }

    /** Runs a command line that must succeed and returns what it printed. */
    String succeed(String commandLine) {
        assertEquals(ExitCode.DONE, run(commandLine), () -> commandLine + ": " + err);
        assertEquals("", err);
        return out;
    }

    /** Runs a command line that must fail with {@code code}, print no result, and returns what it complained of. */
    String fail(ExitCode code, String commandLine) {
        return fail(code, StopSignals.NONE, commandLine);
    }

    /** As {@link #fail(ExitCode, String)}, with signals. */
    String fail(ExitCode code, StopSignals signals, String commandLine) {
        assertEquals(code, run(signals, commandLine), () -> commandLine + ": " + err + out);
        assertEquals("", out);
        return err;
    }

    /** Returns what the last command line printed, result and complaints. */
    String said() {
        return out + err;
    }

    /** Returns the names in a folder, sorted. */
    String[] names(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            String[] names = files.map(file -> file.getFileName().toString()).toArray(String[]::new);
            Arrays.sort(names);
            return names;
        }
    }
}
