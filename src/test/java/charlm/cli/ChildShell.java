package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a POSIX shell in which {@code charlm} is this build in a JVM of its own, in the surroundings that a script sets. */
final class ChildShell {
    private static final String CHARLM =
            "charlm() { \"$CHARLM_JAVA\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC $FLAGS charlm.cli.Main \"$@\"; }\n";

    private final Path folder;
    private final Path logs;

    /** What a script did. */
    record Result(int code, String out, String err) {
        Result requireSuccess() {
            assertEquals(0, code, err + out); // a JVM that crashes says why on its output
            return this;
        }
    }

    /** Runs scripts in {@code folder}; what they print is kept in {@code logs}. */
    ChildShell(Path folder, Path logs) {
        this.folder = folder;
        this.logs = logs;
    }

    Result run(String script) throws IOException, InterruptedException {
        File out = logs.resolve("out").toFile();
        File err = logs.resolve("err").toFile();
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", "-c", CHARLM + script))
                .directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(err);
        builder.environment().put("CHARLM_JAVA", System.getProperty("java.home") + "/bin/java");
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        builder.environment().keySet().removeAll(ChildJvm.OPTION_VARIABLES);
        int code = builder.start().waitFor();
        return new Result(code, text(out), text(err));
    }

    private static String text(File file) throws IOException {
        return new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
    }
}
