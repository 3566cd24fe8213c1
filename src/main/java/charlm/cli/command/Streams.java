package charlm.cli.command;

import java.io.BufferedReader;
import java.io.PrintWriter;

/**
 * What a command line reads from and writes to.
 *
 * @param in what is typed, or piped in
 * @param interactive whether somebody sits there and types
 * @param out where results go
 * @param err where errors go
 */
public record Streams(BufferedReader in, boolean interactive, PrintWriter out, PrintWriter err) {}
