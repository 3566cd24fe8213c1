package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.experiment.ExitCode;
import charlm.tensor.EngineChoice;
import charlm.tensor.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Language, time zone, encoding, names of folders: the same result or a clear error. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a POSIX shell")
final class SurroundingsTest {
    private static final String UTF_8 = "export LC_ALL=C.UTF-8; ";
    private static final String TRAIN =
            "charlm pretrain vanilla corpus.txt --writing_params_path x.params --max-steps 2"
                    + " --log-every 1 --engine nd4j" + CliHarness.TINY;
    private static final String EVALUATE = "; charlm evaluate vanilla corpus.txt --reading_params_path x.params"
            + " --eval_corpus_path questions.tsv --outputs_path answers --engine nd4j --threads 1";

    @TempDir
    private Path folder;

    @TempDir
    private Path logs;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
        charlm.write("corpus.txt", "Ann Iiıİ was born in Köln\nBo was born in Çınar\nWhere was Ann born?\n");
        charlm.write("questions.tsv", "Where was Ann born?\tKöln\nWhere was Ωo born?\tÇınar\n");
    }

    private String run(String surroundings) throws IOException, InterruptedException {
        ChildShell.Result result = new ChildShell(folder, logs)
                .run(surroundings + "set -e; rm -rf expt; " + TRAIN
                        + EVALUATE) // a second run would name its event folder
                .requireSuccess();
        String said = result.out() + result.err();
        return said.replace('Ω', '?') // which an ASCII terminal cannot say
                .replaceAll("in [0-9.]+ s", "in time")
                .replaceAll("[0-9]+ characters/s, [0-9]+ ms, [0-9:]+ left", "speed");
    }

    @Test
    void languageTimeZoneAndEncodingChangeNeitherTheFilesNorWhatIsSaid() throws IOException, InterruptedException {
        String usual = run(UTF_8 + "FLAGS='-Duser.language=en -Duser.timezone=UTC'; ");
        byte[] parameters = Files.readAllBytes(folder.resolve("x.params"));
        byte[] answers = Files.readAllBytes(folder.resolve("answers"));
        // unpacked again, they would change under the feet of whoever loads them: see Main
        Map<Path, FileTime> libraries = nativeLibraries();
        assertFalse(libraries.isEmpty());
        String[] others = {
            UTF_8 + "FLAGS='-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kathmandu'; ",
            "export LC_ALL=POSIX; FLAGS='-Duser.language=ar -Duser.country=EG -Duser.timezone=Africa/Cairo'; ",
        };
        for (String other : others) {
            assertEquals(usual, run(other), other);
            assertArrayEquals(parameters, Files.readAllBytes(folder.resolve("x.params")), other);
            assertArrayEquals(answers, Files.readAllBytes(folder.resolve("answers")), other);
            assertEquals(libraries, nativeLibraries(), other);
        }
        assertTrue(usual.contains("questions.tsv:2: skipped characters that are not in the vocabulary"), usual);
    }

    /** Returns when those were written that JavaCPP has unpacked. */
    private static Map<Path, FileTime> nativeLibraries() throws IOException {
        Engines.open(EngineChoice.AUTO, 1).close();
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Loader.getCacheDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.getFileName().toString().contains(".so")) {
                    times.put(file, Files.getLastModifiedTime(file));
                }
            }
        }
        return times;
    }

    @Test
    void aVariableThatNd4jCannotParseIsNamed() throws IOException, InterruptedException {
        ChildShell.Result result =
                new ChildShell(folder, logs).run(UTF_8 + "export OMP_NUM_THREADS=4,2; charlm --stacktrace doctor");
        assertEquals(ExitCode.USAGE.code(), result.code(), result.err());
        String cause = "engine nd4j cannot start: the environment variable OMP_NUM_THREADS is '4,2'";
        assertTrue(result.out().contains("self-test of nd4j: left out, " + cause), result.out());
        assertTrue(result.out().contains("self-test of onednn: left out, " + cause), result.out());
    }

    @Test
    void aFolderThatCannotTakeTheNativeLibrariesIsNamedWithTheReason() throws IOException, InterruptedException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        for (Path jar : nativeLibraries().keySet()) {
            Path name = Loader.getCacheDir().toPath().relativize(jar).getName(0);
            Files.write(cache.resolve(name), new byte[0]); // a file where a folder should be
        }
        ChildShell.Result result = new ChildShell(folder, logs)
                .run(UTF_8 + "FLAGS=-Dorg.bytedeco.javacpp.cachedir=" + cache + "; " + TRAIN);
        assertEquals(ExitCode.FILES.code(), result.code(), result.err());
        assertTrue(
                result.err().contains("JavaCPP cannot start: its libraries cannot be unpacked into " + cache),
                result.err());
    }

    @Test
    void foldersWithSpacesAndLettersOfAnyScriptWork() throws IOException, InterruptedException {
        // The name is written in octal, since this JVM itself may not be able to say it.
        String script = UTF_8 + "set -e; d=$(printf 'ein \\303\\234bungs ordner \\350\\252\\236'); mkdir \"$d\";"
                + " cp corpus.txt questions.tsv \"$d\"; cd \"$d\"; " + TRAIN + "; cd ..;"
                + " charlm dataset namedata \"$d/corpus.txt\" \"$d/questions.tsv\" --block-size 40;"
                + " charlm inspect \"$d/x.params\"";
        ChildShell.Result result = new ChildShell(folder, logs).run(script).requireSuccess();
        assertTrue(result.out().contains("file: ein Übungs ordner 語/x.params"), result.out());
        assertTrue(result.out().contains("x: Where was Ann born?\u2047Kln\u2047"), result.out());
    }

    @Test
    void aNameThatTheEncodingCannotSayIsAClearError() throws IOException, InterruptedException {
        ChildShell.Result result = new ChildShell(folder, logs)
                .run("export LC_ALL=POSIX; cp corpus.txt $(printf '\\303\\234.txt');"
                        + " charlm dataset charcorruption $(printf '\\303\\234.txt')");
        assertEquals(ExitCode.USAGE.code(), result.code(), result.err());
        assertTrue(result.err().contains("cannot be named in the encoding of this terminal"), result.err());
        assertTrue(result.err().contains("LC_ALL=C.UTF-8"), result.err());
        assertFalse(result.err().contains("Exception"), result.err());
    }

    @Test
    void aFolderThatIsReadOnlyIsAClearError() throws IOException {
        charlm.succeed("pretrain vanilla @corpus.txt --writing_params_path @x.params --max-steps 1" + CliHarness.TINY);
        Path target = readOnlyFolder().resolve("charlm-answers");
        ExitCode code = charlm.run("evaluate vanilla @corpus.txt --reading_params_path @x.params"
                + " --eval_corpus_path @questions.tsv --outputs_path " + target);
        assertTrue(code == ExitCode.USAGE || code == ExitCode.FILES, charlm.said());
        assertTrue(charlm.said().contains(target + ": cannot be written"), charlm.said());
        assertFalse(charlm.said().contains("\tat "), charlm.said());
        assertFalse(Files.exists(target));
    }

    /** Permissions bind everyone but the administrator, whom only the kernel's own folders refuse. */
    private Path readOnlyFolder() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        return Files.isWritable(closed) ? Path.of("/sys") : closed;
    }
}
