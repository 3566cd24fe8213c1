package charlm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Starts another Java virtual machine on the class path of the tests: for what ends, or may end, its process. */
public final class ChildJvm {
    /** Variables from which a virtual machine takes options, and says so where its own output is expected. */
    public static final Set<String> OPTION_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /**
     * A process inherits which signals are ignored (a shell starts jobs in the background so), and a virtual machine
     * leaves them ignored. A shell cannot undo that; env of GNU can, and where that is missing, as on macOS, there is Perl.
     */
    private static final String DEFAULT_SIGNALS = "env --default-signal=INT,TERM true 2>/dev/null"
            + " && exec env --default-signal=INT,TERM \"$@\";"
            + " exec perl -e '$SIG{INT} = $SIG{TERM} = \"DEFAULT\"; exec @ARGV' -- \"$@\"";

    private final List<String> launcher = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> main = new ArrayList<>();

    /** Takes the class with the {@code main} to run. */
    public ChildJvm(Class<?> main, String... arguments) {
        options.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        options.addAll(List.of("-cp", System.getProperty("java.class.path")));
        this.main.add(main.getName());
        this.main.addAll(List.of(arguments));
    }

    /** Adds an option of the virtual machine. */
    public ChildJvm option(String option) {
        options.add(option);
        return this;
    }

    /** Lets SIGINT and SIGTERM reach it, even if they are ignored here. Needs a POSIX system. */
    public ChildJvm withDefaultSignals() {
        launcher.addAll(List.of("sh", "-c", DEFAULT_SIGNALS, "sh"));
        return this;
    }

    /** Starts it in {@code folder}, where its output goes to {@code child.out} and {@code child.err}. */
    public Process start(Path folder) {
        return start(folder, "child");
    }

    /** Starts it in {@code folder}, where its output goes to {@code name.out} and {@code name.err}. */
    public Process start(Path folder, String name) {
        return start(
                folder,
                builder()
                        .redirectOutput(folder.resolve(name + ".out").toFile())
                        .redirectError(folder.resolve(name + ".err").toFile()));
    }

    /** Starts it in {@code folder}. It waits until its output, errors included, is read. */
    public Process startPiped(Path folder) {
        return start(folder, builder().redirectErrorStream(true));
    }

    private ProcessBuilder builder() {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(main);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(OPTION_VARIABLES);
        return builder;
    }

    private static Process start(Path folder, ProcessBuilder builder) {
        try {
            return builder.directory(folder.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
