package charlm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an output could destroy, and whatever could keep it from being written, is known before the work. */
final class RunOutputsTest {
    private static final String METRICS = "{\"step\":0,\"epoch\":0,\"loss\":2.5,\"rate\":0.1}\n";

    @TempDir
    private Path folder;

    private RunOutputs training(String name) {
        return RunOutputs.ofTraining(folder.resolve(name), true, true);
    }

    private RunOutputs evaluation(String name) {
        return RunOutputs.ofEvaluation(folder.resolve(name), true);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path link(String name, String target) throws IOException {
        return Files.createSymbolicLink(folder.resolve(name), Path.of(target));
    }

    private static List<String> said(RunOutputs outputs) {
        return outputs.problems().stream().map(OutputException::getMessage).toList();
    }

    private static void refused(RunOutputs outputs, Path file, String reason) {
        List<String> said = said(outputs);
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).startsWith(file + ": " + reason), said::toString);
        assertEquals(
                said.get(0),
                assertThrows(OutputException.class, outputs::require).getMessage());
        assertEquals(file, outputs.problems().get(0).file());
    }

    private List<String> files(RunOutputs outputs) {
        return outputs.files().stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    @Test
    void theResultComesFirstOfTheFilesThatStayAndTheLockIsNotAmongThem() {
        assertEquals(List.of("x", "x.best", "x.metrics.jsonl", "x.run.json", "x.md", "x.html"), files(training("x")));
        assertEquals(
                List.of("x", "x.metrics.jsonl", "x.run.json", "x.md"),
                files(RunOutputs.ofTraining(folder.resolve("x"), false, false)));
        assertEquals(List.of("x", "x.run.json", "x.md", "x.html"), files(evaluation("x")));
        assertEquals(List.of("x", "x.run.json", "x.md"), files(RunOutputs.ofEvaluation(folder.resolve("x"), false)));
        assertTrue(training("x").beside().contains(folder.resolve("x.lock")));
    }

    @ParameterizedTest
    @ValueSource(strings = {".run.json", ".md", ".html", ".best", ".metrics.jsonl", ".lock"})
    void aFileBesideTheResultThatCharlmDidNotWriteIsNamed(String ending) throws IOException {
        Path mine = write("x" + ending, "my own notes\n");
        refused(training("x"), mine, "was not written by charlm, and this run would replace it; move it away");
        assertEquals("my own notes\n", Files.readString(mine));
    }

    @Test
    void allOfThemAreNamedAtOnceAndNothingIsWritten() throws IOException {
        write("x.md", "mine");
        write("x.run.json", "{\"mine\": 1}");
        write("x.html", "<!doctype html>\n<html lang=\"en\">\n<head>\n<title>mine</title>\n");
        assertEquals(3, said(evaluation("x")).size());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void theResultItselfIsReplacedWhateverItIs() throws IOException {
        write("x", "anything");
        assertEquals(List.of(), said(training("x")));
        assertEquals(List.of(), said(evaluation("x")));
        assertEquals(List.of(), said(RunOutputs.ofReport(Optional.of(folder.resolve("x")), folder)));
    }

    @Test
    void aReportThatNobodyNamedReplacesOnlyOneOfCharlm() throws IOException {
        Path mine = write("x.html", "my own page");
        refused(RunOutputs.ofReport(Optional.empty(), folder.resolve("x")), mine, "was not written by charlm");
    }

    @Test
    void nothingGoesBesideAStreamAndParametersGoIntoNone() throws IOException {
        Path pipe = SpecialFiles.pipe(folder.resolve("pipe"));
        Path device = SpecialFiles.device(folder.resolve("device"));
        link("to-device", "device");
        write("pipe.md", "mine");
        for (String name : List.of("pipe", "device", "to-device")) {
            assertEquals(List.of(), said(evaluation(name)), name);
            assertEquals(List.of(), evaluation(name).beside());
        }
        refused(training("pipe"), pipe, "is a named pipe; name a file");
        refused(RunOutputs.ofParameters(device), device, "is a ");
        refused(training("to-device"), folder.resolve("to-device"), "is a ");
        assertTrue(SpecialFiles.isSpecial(pipe) && SpecialFiles.isSpecial(device));
    }

    @ParameterizedTest
    @ValueSource(strings = {".run.json", ".md", ".html", ".best", ".metrics.jsonl", ".lock"})
    void noCompanionTakesThePlaceOfAPipeOrAFolderOrGoesThroughALinkToOne(String ending) throws IOException {
        Path beside = SpecialFiles.pipe(folder.resolve("x" + ending));
        refused(training("x"), beside, "is a named pipe; move it away");
        Path link = link("y" + ending, beside.getFileName().toString());
        refused(training("y"), link, "is a named pipe; move it away");
        Path inTheWay = Files.createDirectory(folder.resolve("z" + ending));
        refused(training("z"), inTheWay, "is a folder; move it away");
    }

    @Test
    void aFileInPlaceOfTheStateFolderIsNamed() throws IOException {
        write("x.state", "mine");
        refused(training("x"), folder.resolve("x.state"), "cannot be made: ");
    }

    @Test
    void aLinkIsFollowedHoweverLongAndWhetherItsEndIsThereOrNot() throws IOException {
        link("a", "b");
        link("b", "c");
        for (int time = 0; time < 2; time++) { // the second time it is there
            assertEquals(List.of(), said(evaluation("a")));
            AtomicFile.writeText(folder.resolve("a"), "text");
            assertEquals("text", Files.readString(folder.resolve("c")));
            assertTrue(Files.isSymbolicLink(folder.resolve("a")) && Files.isSymbolicLink(folder.resolve("b")));
        }
    }

    @Test
    void aRelativeLinkBehindALinkedFolderStartsWhereItLies() throws IOException {
        Files.createDirectories(folder.resolve("real/deep"));
        link("short", "real/deep");
        Files.createSymbolicLink(folder.resolve("real/deep/x"), Path.of("../y"));
        AtomicFile.writeText(folder.resolve("short/x"), "text");
        assertEquals("text", Files.readString(folder.resolve("real/y")));
    }

    @Test
    void aLinkInALoopOrIntoAFolderThatIsNotThereIsNamed() throws IOException {
        link("a", "b");
        link("b", "a");
        refused(evaluation("a"), folder.resolve("a"), "is a link that leads back to itself; name a file");
        link("far", "none/x");
        refused(training("far"), folder.resolve("far"), "cannot be written: there is no folder ");
        link("x.md", "x.md");
        refused(evaluation("x"), folder.resolve("x.md"), "is a link that leads back to itself");
    }

    @Test
    void aCompanionIsWrittenThroughItsLinkUnlessThatLeadsToWhatIsNotCharlms() throws IOException {
        link("x.md", "card.md");
        assertEquals(List.of(), said(evaluation("x")));
        Companion.CARD.write(folder.resolve("x"), Companion.CARD_MARK + "\n");
        assertEquals(Companion.CARD_MARK + "\n", Files.readString(folder.resolve("card.md")));
        assertEquals(List.of(), said(evaluation("x")));
        write("card.md", "mine");
        refused(evaluation("x"), folder.resolve("x.md"), "was not written by charlm");
        assertThrows(OutputException.class, () -> Companion.CARD.write(folder.resolve("x"), "new"));
        assertEquals("mine", Files.readString(folder.resolve("card.md")));
    }

    @Test
    void twoOutputsThatAreOneFileThroughALinkAreNamed() throws IOException {
        link("x.md", "x");
        refused(evaluation("x"), folder.resolve("x.md"), "leads to the same file as " + folder.resolve("x"));
        link("y.md", "there");
        link("y.run.json", "there");
        refused(evaluation("y"), folder.resolve("y.md"), "leads to the same file as ");
    }

    @Test
    void whatMayNotBeWrittenToIsNamedBesideTheResultToo() throws IOException {
        Path metrics = write("x.metrics.jsonl", METRICS);
        assertEquals(List.of(), said(training("x")));
        FaultyFiles files = FaultyFiles.forbidding(metrics);
        try (files) {
            refused(training("x"), metrics, "is write-protected");
        }
        FaultyFiles others = FaultyFiles.forbidding(folder);
        try (others) {
            refused(training("x"), folder.resolve("x"), "cannot be written: no permission to write in " + folder);
        }
    }

    /** The limit is that of the folder, in bytes of the encoded name: nobody else knows it. */
    @ParameterizedTest
    @ValueSource(strings = {"b", "ä", "\uD83D\uDE42"})
    void aNameIsTakenIfAndOnlyIfAllTheNamesThatARunMakesOfItCanBeMade(String letter) throws IOException {
        assumeTrue(canName(letter), "no name of this JVM's encoding has that letter");
        int refused = 0;
        for (int letters = 40; letters <= 256; letters++) {
            RunOutputs outputs = evaluation(letter.repeat(letters));
            boolean fits = said(outputs).isEmpty();
            if (fits) {
                outputs.files().forEach(file -> AtomicFile.writeText(file, ""));
                for (Path file : outputs.files()) {
                    Files.delete(file);
                }
            } else if (refused++ == 0) {
                refused(outputs, outputs.result(), "its name is too long: the run needs .");
            }
        }
        assertTrue(refused > 0, "no name was too long");
    }

    private static boolean canName(String letter) {
        try {
            return !Path.of(letter).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Test
    void theAdviceOnALongNameIsEnough() {
        String said = said(evaluation("b".repeat(240))).get(0);
        int shorter = Integer.parseInt(said.replaceFirst("(?s).*choose a name that is (\\d+) bytes shorter", "$1"));
        assertEquals(List.of(), said(evaluation("b".repeat(240 - shorter))));
        assertEquals(1, said(evaluation("b".repeat(240 - shorter + 1))).size());
    }

    @Test
    void aFileThatIsMountedByItselfIsKnownByTheLinesOfLinux() {
        String mounts = "21 1 8:1 / / rw - ext4 /dev/sda rw\n"
                + "22 21 8:1 /a /out/my\\040answers\\134 rw,relatime - ext4 /dev/sda rw\nshort line\n";
        assertTrue(new MountPoints(mounts).contains(Path.of("/out/my answers\\")));
        for (String other : List.of("/out/my", "/out", "/a", "/out/my answers")) {
            assertFalse(new MountPoints(mounts).contains(Path.of(other)), other);
        }
    }

    @Test
    void twoNamesOfOneFileHaveOneLock() throws IOException {
        Files.createDirectory(folder.resolve("real"));
        link("x", "real/x");
        link("linked", "real");
        try (OutputLock held = OutputLock.acquire(folder.resolve("x"))) {
            assertTrue(Files.exists(folder.resolve("real/x.lock")), held::toString);
            assertThrows(OutputException.class, () -> OutputLock.acquire(folder.resolve("linked/x")));
            assertThrows(OutputException.class, () -> OutputLock.checkFree(folder.resolve("real/x")));
        }
    }

    @Test
    void aLockOfAnotherProgramIsLeftAlone() throws IOException {
        Path other = write("x.lock", "[[package]]\n");
        assertThrows(OutputException.class, () -> OutputLock.acquire(folder.resolve("x")));
        assertThrows(OutputException.class, () -> OutputLock.checkFree(folder.resolve("x")));
        assertEquals("[[package]]\n", Files.readString(other));
    }
}
