package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import charlm.ChildJvm;
import charlm.experiment.ExitCode;
import charlm.files.SpecialFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An output never destroys what is not its own, whatever the command. */
final class OutputsCommandTest {
    private static final String PRETRAIN =
            "pretrain vanilla @corpus.txt --max-steps 1" + CliHarness.TINY + " --writing_params_path ";
    private static final String EVALUATE =
            "evaluate vanilla @corpus.txt --reading_params_path @x --eval_corpus_path @questions.tsv --outputs_path ";
    private static final String LONG = "b".repeat(240);

    @TempDir
    private Path folder;

    private CliHarness charlm;

    @BeforeEach
    void start() {
        charlm = new CliHarness(folder);
        charlm.succeed(PRETRAIN + "@x --no-report");
    }

    private List<String> names() throws IOException {
        return List.of(charlm.names("."));
    }

    @Test
    void answersGoIntoANamedPipeWithNothingBesideIt() throws IOException {
        String score = charlm.succeed(EVALUATE + "@predictions --no-report");
        String answers = Files.readString(folder.resolve("predictions"));
        Path pipe = SpecialFiles.pipe(folder.resolve("pipe"));
        Files.createSymbolicLink(folder.resolve("link"), pipe);
        List<String> before = names();
        for (String named : List.of("@pipe", "@link")) {
            CompletableFuture<String> read = SpecialFiles.reader(pipe);
            assertEquals(score, charlm.succeed(EVALUATE + named));
            assertEquals(answers, read.join());
        }
        assertTrue(SpecialFiles.isSpecial(pipe));
        assertEquals(before, names());
    }

    @Test
    void answersGoToTheOutputOfTheProcessBeforeTheScore() throws Exception {
        String score = charlm.succeed(EVALUATE + "@predictions --no-report");
        String answers = Files.readString(folder.resolve("predictions"));
        List<String> before = names();
        String[] arguments = EVALUATE.replace("@", "").split(" ");
        arguments = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        arguments[arguments.length - 1] = "/dev/stdout";
        Process child = new ChildJvm(Main.class, arguments).start(folder);
        assertEquals(0, child.waitFor(), () -> read("child.err"));
        assertEquals(answers + score, read("child.out"));
        assertEquals(
                before,
                names().stream().filter(name -> !name.startsWith("child")).toList());
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aReportThatIsNamedGoesIntoAPipeToo() throws IOException {
        Path pipe = SpecialFiles.pipe(folder.resolve("pipe"));
        CompletableFuture<String> read = SpecialFiles.reader(pipe);
        assertEquals("", charlm.succeed("report @x -o @pipe"));
        assertTrue(read.join().startsWith("<!doctype html>"));
        assertTrue(SpecialFiles.isSpecial(pipe));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PRETRAIN + "@pipe.params",
                PRETRAIN + "@pipe.params --dry-run",
                PRETRAIN + "@link --dry-run",
                "convert @x @pipe.params"
            })
    void parametersGoIntoNoPipe(String commandLine) throws IOException {
        Path pipe = SpecialFiles.pipe(folder.resolve("pipe.params"));
        Files.createSymbolicLink(folder.resolve("link"), pipe);
        List<String> before = names();
        String said = charlm.fail(ExitCode.USAGE, commandLine);
        assertTrue(said.contains(": is a named pipe; name a file"), said);
        assertTrue(SpecialFiles.isSpecial(pipe));
        assertEquals(before, names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PRETRAIN + "@notes",
                PRETRAIN + "@notes --dry-run",
                EVALUATE + "@notes",
            })
    void whatLiesBesideAnOutputAndIsSomebodysOwnIsLeftAloneAndAllOfItNamed(String commandLine) throws IOException {
        List<String> endings = List.of(".md", ".html", ".run.json");
        for (String ending : endings) {
            charlm.write("notes" + ending, "my own");
        }
        List<String> before = names();
        String said = charlm.fail(ExitCode.USAGE, commandLine);
        for (String ending : endings) {
            assertTrue(
                    said.contains("notes" + ending + ": was not written by charlm, and this run would replace it"),
                    said);
            assertEquals("my own", read("notes" + ending));
        }
        assertTrue(said.contains("--no-report"), said);
        assertEquals(endings.size() + 1, said.lines().count(), said);
        assertEquals(before, names());
    }

    @Test
    void aRunReplacesWhatARunBeforeItWrote() {
        for (int time = 0; time < 2; time++) {
            charlm.succeed(PRETRAIN + "@y");
            charlm.succeed(
                    "finetune vanilla @corpus.txt --finetune_corpus_path @questions.tsv --max-steps 1 --threads 1"
                            + " --eval_corpus_path @questions.tsv --reading_params_path @x --writing_params_path @z");
            assertTrue(Files.exists(folder.resolve("z.best")));
            charlm.succeed(EVALUATE + "@predictions");
            charlm.succeed("report @predictions");
        }
    }

    @Test
    void aReportThatNobodyNamedReplacesNoPageOfSomebodyElse() {
        charlm.write("x.html", "my own");
        String said = charlm.fail(ExitCode.USAGE, "report @x");
        assertTrue(said.contains("x.html: was not written by charlm"), said);
        assertEquals("my own", read("x.html"));
        charlm.succeed("report @x -o @x.html"); // named, so meant
    }

    @ParameterizedTest
    @ValueSource(strings = {PRETRAIN, EVALUATE})
    void aLinkToAFileThatIsNotThereYetIsFollowed(String commandLine) throws IOException {
        Files.createDirectory(folder.resolve("far"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("far/later"));
        for (int time = 0; time < 2; time++) {
            charlm.succeed(commandLine + "@link --no-report");
            assertTrue(Files.isSymbolicLink(link));
            assertArrayEquals(new String[] {"later"}, charlm.names("far"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PRETRAIN, EVALUATE, "convert @x "})
    void aNameThatIsTooLongWithAllItsEndingsIsRefusedBeforeTheWork(String commandLine) throws IOException {
        List<String> before = names();
        String said = charlm.fail(ExitCode.USAGE, commandLine + "@" + LONG + ".params");
        assertTrue(said.contains(": its name is too long: the run needs ."), said);
        assertEquals(before, names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PRETRAIN,
                PRETRAIN + "@y --dry-run --writing_params_path ",
                EVALUATE,
                "convert @x ",
                "report @x -o "
            })
    void aLinkInALoopIsAProblemOfTheCommandLineLikeOthers(String commandLine) throws IOException {
        Files.createSymbolicLink(folder.resolve("a.params"), Path.of("b.params"));
        Files.createSymbolicLink(folder.resolve("b.params"), Path.of("a.params"));
        String said = charlm.fail(ExitCode.USAGE, commandLine + "@a.params");
        assertTrue(said.contains("a.params: is a link that leads back to itself; name a file"), said);
        assertEquals(2, said.lines().count(), said);
    }

    @Test
    void aDryRunRefusesALongNameAndTheNameItAdvisesTrains() throws IOException {
        String said = charlm.fail(ExitCode.USAGE, PRETRAIN + "@" + LONG + " --dry-run");
        int shorter = Integer.parseInt(said.replaceFirst("(?s).*name that is (\\d+) bytes shorter.*", "$1"));
        String name = LONG.substring(shorter);
        charlm.succeed(PRETRAIN + "@" + name + " --dry-run");
        charlm.succeed(PRETRAIN + "@" + name);
        assertTrue(Files.exists(folder.resolve(name + ".run.json")));
    }

    @Test
    void aFolderThatOnlyLooksLikeOneOfStatesLosesNoFile() throws IOException {
        Path state = Files.createDirectory(folder.resolve("y.state"));
        charlm.write("y.state/latest", "my latest thoughts");
        charlm.write("y.state/notes.txt", "mine");
        for (String flag : List.of("", " --dry-run", " --resume")) {
            String said = charlm.fail(ExitCode.FILES, PRETRAIN + "@y" + flag);
            assertTrue(
                    said.contains("latest: was not written by charlm, and this run would replace or delete it"), said);
        }
        assertEquals("my latest thoughts", read("y.state/latest"));
        Files.delete(state.resolve("latest"));
        charlm.succeed(PRETRAIN + "@y");
        assertEquals("mine", read("y.state/notes.txt"));
    }

    @Test
    void aLinkToAFolderOfStatesStays() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("y.state"), Path.of("elsewhere"));
        charlm.succeed(PRETRAIN + "@y --keep-state");
        assertTrue(Files.exists(folder.resolve("elsewhere/latest")));
        charlm.succeed(PRETRAIN + "@y");
        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.exists(folder.resolve("elsewhere/latest")));
    }

    @Test
    void aFreshRunLeavesTheCurvesOfTheOneBeforeAndAResumedRunGoesOnWithItsOwn() throws IOException {
        String events = charlm.names("expt/pretrain")[0]; // of x
        assertEquals(1, charlm.names("expt/pretrain/" + events).length);
        String more = PRETRAIN.replace("--max-steps 1", "--max-steps 2") + "@y --resume-anyway";
        charlm.succeed(PRETRAIN + "@y --keep-state");
        charlm.succeed(PRETRAIN + "@z");
        String told = charlm.succeed(more + " --dry-run");
        assertTrue(told.contains(events + "_2\n"), told);
        charlm.succeed(more);
        assertArrayEquals(new String[] {events, events + "_2", events + "_3"}, charlm.names("expt/pretrain"));
        assertEquals(1, charlm.names("expt/pretrain/" + events).length);
        assertEquals(2, charlm.names("expt/pretrain/" + events + "_2").length);
        assertEquals(1, charlm.names("expt/pretrain/" + events + "_3").length);
        Files.delete(folder.resolve("expt/pretrain/" + events).resolve(charlm.names("expt/pretrain/" + events)[0]));
        charlm.succeed(PRETRAIN + "@y");
        assertEquals(1, charlm.names("expt/pretrain/" + events).length);
    }

    @Test
    void eventsGoThroughALinkToAFolderYetToBeMade() throws IOException {
        Files.createSymbolicLink(folder.resolve("elsewhere"), Path.of("scratch"));
        Files.move(folder.resolve("expt"), folder.resolve("old"));
        Files.createSymbolicLink(folder.resolve("expt"), Path.of("elsewhere/events"));
        charlm.succeed(PRETRAIN + "@y");
        assertArrayEquals(new String[] {"pretrain"}, charlm.names("scratch/events"));
        assertTrue(Files.isSymbolicLink(folder.resolve("expt")));
    }
}
