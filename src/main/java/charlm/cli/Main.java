package charlm.cli;

import charlm.cli.command.Streams;
import charlm.cli.signal.ProcessSignals;
import charlm.cli.signal.StopSignals;
import charlm.experiment.ExitCode;
import charlm.tensor.ClassPathJars;
import charlm.tensor.EngineLoading;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;

/** The entry point; the only place that ends the process. */
public final class Main {
    private static final Path WORKING_FOLDER = Path.of("");

    /** Commands that soon end, so that how fast they start is felt; they compute in any case. */
    private static final Set<String> QUICK = Set.of("ask", "evaluate", "generate");

    private static final String CONSOLE = "jdk.console";
    private static final Set<String> HELP = Set.of("-h", "--help");

    private Main() {}

    public static void main(String[] args) {
        // JavaCPP unpacks its libraries again when a jar's times differ from theirs, and a JVM reads the former in its
        // own time zone: processes of two zones would replace each other's libraries while they load them.
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        chooseConsole();
        UserHome.choose(System.getProperties(), System.getenv("HOME"));
        System.exit(start(args).code());
    }

    private static ExitCode start(String[] args) {
        try {
            return run(args);
        } catch (Throwable e) { // what reports failures lacks a class itself
            System.err.println("charlm: cannot run: "
                    + ClassPathJars.firstFault().orElse(e + "; please report it with the output of java -version"));
            return e instanceof LinkageError ? ExitCode.FILES : ExitCode.BUG;
        }
    }

    private static ExitCode run(String... args) {
        if (args.length > 1 && QUICK.contains(args[0]) && !HELP.contains(args[1])) {
            EngineLoading.start();
        }
        StandardOutput output = new StandardOutput();
        System.setOut(new PrintStream(output, true, StandardOutput.charset()));
        StopSignals signals = new ProcessSignals(ProcessSignals.GRACE, Runtime.getRuntime()::halt);
        Streams streams = new Streams(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                System.console() != null,
                new PrintWriter(new OutputStreamWriter(output, StandardOutput.charset()), true),
                new PrintWriter(System.err, true));
        try {
            ExitCode code = Cli.run(streams, WORKING_FOLDER, signals, args);
            Optional<String> loss = output.loss();
            loss.ifPresent(line -> streams.err().println("charlm: " + line));
            return loss.isPresent() && code == ExitCode.DONE ? ExitCode.FILES : code;
        } finally {
            EngineLoading.await();
        }
    }

    /** The console that Java 22 to 24 take by themselves is there for a pipe too; picocli asks for it as well. */
    static void chooseConsole() {
        if (System.getProperty(CONSOLE) == null) {
            System.setProperty(CONSOLE, "java.base");
        }
    }
}
