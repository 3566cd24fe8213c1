package charlm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What a command is given besides its options.
 *
 * @param eventsRoot the folder of TensorBoard files
 * @param arguments the command line as it was typed
 */
record CommandContext(Streams streams, Path eventsRoot, String... arguments) {
    private static final String PROMPT = "> ";

    /** Prints a line of result at once. */
    void print(String line) {
        PrintWriter out = streams.out();
        out.println(line);
        out.flush();
    }

    /** Tells somebody who sits there what to type; says nothing into a pipe. */
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
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the command line as one text. */
    String commandLine() {
        return "charlm " + String.join(" ", arguments);
    }
}
