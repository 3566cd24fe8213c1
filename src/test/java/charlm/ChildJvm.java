package charlm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another Java virtual machine on the class path of the tests: for what ends, or may end, its process. */
public final class ChildJvm {
    private final List<String> command = new ArrayList<>();

    /** Takes the class with the {@code main} to run. */
    public ChildJvm(Class<?> main, String... arguments) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
    }

    /** Adds an option of the virtual machine. */
    public ChildJvm option(String option) {
        command.add(1, option);
        return this;
    }

    /** Starts it in {@code folder}, where its output goes to {@code child.out} and {@code child.err}. */
    public Process start(Path folder) {
        return start(folder, "child");
    }

    /** Starts it in {@code folder}, where its output goes to {@code name.out} and {@code name.err}. */
    public Process start(Path folder, String name) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(folder.resolve(name + ".out").toFile())
                    .redirectError(folder.resolve(name + ".err").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
