package charlm.cli;

import charlm.data.CodePoints;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * What a command is given besides its options.
 *
 * @param out where results go
 * @param eventsRoot the folder of TensorBoard files
 * @param arguments the command line as it was typed
 */
record CommandContext(PrintWriter out, Path eventsRoot, String... arguments) {
    /** Prints a line of result at once, without what a terminal might obey. */
    void print(String line) {
        out.println(CodePoints.printable(line));
        out.flush();
    }

    /** Returns the command line as one text. */
    String commandLine() {
        return "charlm " + String.join(" ", arguments);
    }
}
