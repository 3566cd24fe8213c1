package charlm.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

/** The entry point; the only place that ends the process. */
public final class Main {
    private static final Path EVENTS_ROOT = Path.of("expt"); // as the reference does, below the working directory

    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        StopSignals signals = new ProcessSignals(ProcessSignals.GRACE, Runtime.getRuntime()::halt);
        System.exit(Cli.run(out, err, EVENTS_ROOT, signals, args).code());
    }
}
