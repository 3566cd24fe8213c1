package charlm.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import charlm.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A clone with the real launcher, whose Maven and Java are small scripts: Maven writes a jar at once, unless {@code
 * ON_BUILD} says what else to do, Java prints its arguments, each on a line, and does what {@code ON_RUN} says.
 */
final class StubClone {
    private static final String MAVEN = """
            #!/bin/sh
            printf '%s\\n' "$HOME" "$@" end >>"$STUB/maven.log"
            for argument; do
              case $argument in -Dbuild.folder=*) folder=${argument#*=} ;; esac
            done
            mkdir -p "$folder/lib" "$folder/classes"
            eval "${ON_BUILD:-}"
            echo jar >"$folder/charlm.jar"
            """;

    private static final String JAVA = """
            #!/bin/sh
            case " $* " in *' -XX:DumpLoadedClassList='*) exit 1 ;; esac
            printf '%s\\n' "$@"
            eval "${ON_RUN:-}"
            """;

    /** Scripts end at their first failure. What they wait for comes, or the process that they wait for is gone. */
    private static final String PRELUDE = """
            set -eu
            builds=$clone/target/builds/cpu
            age() { touch -t 200001010000 "$builds/current"; } # so that all sources are newer
            built() { grep -c '^end$' "$STUB/maven.log" || :; }
            jar() { grep '/charlm.jar$' "$1"; }
            await() { # PROCESS FILE TEXT
              while ! grep -q -e "$3" "$2" 2>/dev/null; do kill -0 "$1"; sleep 0.05; done
            }
            fails() { # a shell goes on where what it negates succeeds
              if "$@"; then echo "does not fail: $*"; exit 1; fi
            }
            only_build() { # fails if there are others
              set -- "$builds"/*/
              [ $# -eq 1 ] && [ "$1" = "$builds/$(cat "$builds/current")/" ]
            }
            """;

    private final Path folder;
    private final Path clone;
    private final Map<String, String> environment = new TreeMap<>();

    /** Makes the clone {@code name} in {@code folder}, in which scripts run. */
    StubClone(Path folder, String name) throws IOException {
        this.folder = folder.toRealPath();
        clone = this.folder.resolve(name);
        Files.createDirectories(clone.resolve("src/main"));
        Files.writeString(clone.resolve("src/main/Source"), "source");
        Files.writeString(clone.resolve("pom.xml"), "pom");
        Files.copy(Path.of("charlm"), clone.resolve("charlm"));
        script(clone.resolve("mvnw"), MAVEN);
        script(this.folder.resolve("jdk/bin/java"), JAVA);
        Files.writeString(this.folder.resolve("jdk/release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"17.0.1\"\n");
        Files.createFile(this.folder.resolve("maven.log"));
        Files.createDirectories(this.folder.resolve("home"));
        environment.putAll(Map.of(
                "STUB", this.folder.toString(),
                "clone", clone.toString(),
                "charlm", clone.resolve("charlm").toString(),
                "JAVA_HOME", this.folder.resolve("jdk").toString(),
                "HOME", this.folder.resolve("home").toString(),
                "PATH", System.getenv("PATH")));
    }

    /** Writes a command. */
    static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertEquals(true, file.toFile().setExecutable(true));
    }

    StubClone with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Leaves on the path the commands that the launcher and the scripts need, {@code more}, and no others. */
    StubClone withCommands(List<String> more) throws IOException {
        Path commands = Files.createDirectories(folder.resolve("commands"));
        List<String> needed = List.of(
                "cat",
                "date",
                "find",
                "grep",
                "id",
                "ls",
                "mkdir",
                "mkfifo",
                "mv",
                "printf",
                "readlink",
                "rm",
                "sh",
                "sleep",
                "touch",
                "xargs");
        for (String command : Stream.concat(needed.stream(), more.stream()).toList()) {
            script(
                    commands.resolve(command),
                    "#!/bin/sh\nPATH='" + System.getenv("PATH") + "' exec " + command + " \"$@\"\n");
        }
        return with("PATH", commands.toString());
    }

    /** Runs a script of a POSIX shell and returns what it says, errors included; its exit code must be 0. */
    String run(String script) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", PRELUDE + script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        assertEquals(0, builder.start().waitFor(), () -> Said.in(said));
        return Files.readString(said);
    }

    /** Returns the arguments of all calls of Maven, with its HOME before those of each. */
    List<String> maven() throws IOException {
        return Files.readAllLines(folder.resolve("maven.log"));
    }
}
