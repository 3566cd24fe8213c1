package charlm.cli.command;

import java.io.BufferedReader;
import java.io.PrintWriter;

/**
 * The input and output of a command line.
 *
 * @param in typed or piped text
 * @param interactive whether this is a terminal
 * @param out for results
 * @param err for errors
 */
public record Streams(BufferedReader in, boolean interactive, PrintWriter out, PrintWriter err) {}
