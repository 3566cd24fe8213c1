package charlm.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The entry point; the only place that ends the process. */
public final class Main {
    private static final Path EVENTS_ROOT = Path.of("expt"); // as the reference does, below the working directory

    private Main() {}

    public static void main(String[] args) {
        StopSignals signals = new ProcessSignals(ProcessSignals.GRACE, Runtime.getRuntime()::halt);
        Streams streams = new Streams(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                System.console() != null,
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true));
        System.exit(Cli.run(streams, EVENTS_ROOT, signals, args).code());
    }
}
