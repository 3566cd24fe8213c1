package charlm.cli;

import java.io.PrintWriter;

/**
 * What a command is given besides its options.
 *
 * @param out where results go
 * @param arguments the command line as it was typed
 */
record CommandContext(PrintWriter out, String... arguments) {
    /** Prints a line of result at once. */
    void print(String line) {
        out.println(line);
        out.flush();
    }

    /** Returns the command line as one text. */
    String commandLine() {
        return "charlm " + String.join(" ", arguments);
    }
}
