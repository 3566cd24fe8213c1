package charlm.launcher;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher works wherever its clone lies, however it is called and whoever calls it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "charlm.cmd is the launcher there")
final class LauncherSurroundingsTest {
    @TempDir
    private Path folder;

    private Path real;

    @BeforeEach
    void resolve() throws IOException {
        real = folder.toRealPath();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"$charlm\"",
                "sh \"$charlm\"",
                "cd \"$clone\" && sh charlm",
                "cd \"$clone/src\" && ../charlm",
                "PATH=\"$clone:$PATH\" && charlm",
                "cd .. && export CDPATH=\"$STUB\" && \"$charlm\"",
                "ln -s \"$clone/charlm\" link && ./link",
                "mkdir bin && ln -s \"../a clone/charlm\" bin/one && ln -s one bin/two && ln -s bin/two three && ./three",
                "ln -s \"$clone\" folder && export CDPATH=.:\"$STUB\" && sh folder/charlm"
            })
    void theCloneIsFoundHoweverItIsCalled(String call) throws Exception {
        String said = new StubClone(folder, "a clone").run(call + " 'an argument' ''");
        String jar = said.lines()
                .filter(line -> line.endsWith("/charlm.jar"))
                .findFirst()
                .orElse(said);
        assertTrue(jar.startsWith(real + "/a clone/target/builds/cpu/"), jar);
        assertTrue(said.endsWith("/charlm.jar\nan argument\n\n"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:clone", "in:a/clone", "clone!", "a!/clone"})
    void aFolderThatJavaCannotRunFromIsNamedBeforeAnythingIsBuilt(String name) throws Exception {
        StubClone clone = new StubClone(folder, name);
        String refused = "charlm: Java cannot run what lies in a folder whose name has a colon or ends with '!': '"
                + real + "/" + name + "'; rename or move it\n";
        String call = "code=0; \"$charlm\" || code=$?; [ $code -eq 2 ]\n";
        assertEquals(refused, clone.run(call));
        assertEquals(refused, clone.run("echo jar >\"$clone/charlm.jar\"\n" + call));
        assertEquals(List.of(), clone.maven());
    }

    static Stream<Arguments> options() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of("-Xmx4g  -ea", List.of("-Xmx4g", "-ea")),
                Arguments.of("-Dx=\"a  b\" '-Dy=c d' -ea", List.of("-Dx=a  b", "-Dy=c d", "-ea")),
                Arguments.of(
                        "-Dx=* '-Dy=$(touch seen) `touch seen` *'",
                        List.of("-Dx=*", "-Dy=$(touch seen) `touch seen` *")),
                Arguments.of("-Dx=it\\'s", List.of("-Dx=it's")),
                Arguments.of("-Dx=a\\b", List.of("-Dx=a\\b")));
    }

    @ParameterizedTest
    @MethodSource("options")
    void quotesInJavaOptionsHoldBlanksTogether(String options, List<String> words) throws Exception {
        String said = new StubClone(folder, "clone")
                .with("CHARLM_JAVA_OPTS", options)
                .run("touch -- -Dx=seen && \"$charlm\" evaluate >out 2>&1 && cat out && [ ! -e seen ]");
        List<String> arguments = said.lines().toList();
        int before = arguments.indexOf("-XX:TieredStopAtLevel=1");
        assertEquals(words, arguments.subList(before + 1, arguments.indexOf("-jar")), said);
    }

    @Test
    void anOpenQuoteInJavaOptionsIsAnError() throws Exception {
        String said = new StubClone(folder, "clone")
                .with("CHARLM_JAVA_OPTS", "-Dx='a b")
                .run("code=0; \"$charlm\" || code=$?; [ $code -eq 2 ]");
        requireParts(said, "charlm: a quote in CHARLM_JAVA_OPTS is not closed: -Dx='a b\n");
    }

    @Test
    void mavenKeepsItsFilesInTheUsersHome() throws Exception {
        StubClone clone = new StubClone(folder, "clone");
        clone.run("\"$charlm\"");
        assertEquals(real.resolve("home").toString(), clone.maven().get(0));
        assertEquals(List.of(), flags(clone, "-Duser.home", "-Dmaven.repo.local"));
    }

    @Test
    void aUserWithoutANameKeepsThemInHome() throws Exception {
        StubClone clone = nameless("clone");
        clone.run("\"$charlm\"");
        requireHome(clone, real.resolve("home"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unset HOME", "export HOME=", "export HOME=/nowhere", "export HOME=/dev/null"})
    void aUserWithoutANameAndAHomeKeepsThemInTheClone(String home) throws Exception {
        StubClone clone = nameless("a clone");
        clone.run("mkdir -p \"$clone/target/home\"\n" + home + "\n\"$charlm\"");
        requireHome(clone, real.resolve("a clone/target/home"));
    }

    @Test
    void aUserWithAnUnusableHomeKeepsThemInTheClone() throws Exception {
        StubClone clone = new StubClone(folder, "clone").with("HOME", "/nowhere");
        clone.run("\"$charlm\"");
        requireHome(clone, real.resolve("clone/target/home"));
    }

    @Test
    void withoutHomeAUserIsFoundInTheListOfUsers() throws Exception {
        Path listed = Path.of(System.getProperty("user.home"));
        assumeTrue(listed.isAbsolute() && Files.isWritable(listed), "the user of this test has no home");
        StubClone clone = new StubClone(folder, "clone");
        clone.run("unset HOME; \"$charlm\"");
        assertEquals(listed.toString(), clone.maven().get(0));
        assertEquals(List.of(), flags(clone, "-Duser.home", "-Dmaven.repo.local"));
    }

    /** The user's id stands in no list: id knows no name for it. */
    private StubClone nameless(String name) throws IOException {
        StubClone.script(real.resolve("bin/id"), "#!/bin/sh\necho 12345; exit 1\n");
        return new StubClone(folder, name).with("PATH", real.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private static void requireHome(StubClone clone, Path home) throws IOException {
        assertEquals(home.toString(), clone.maven().get(0));
        assertEquals(
                List.of("-Duser.home=" + home, "-Dmaven.repo.local=" + home + "/.m2/repository"),
                flags(clone, "-Duser.home", "-Dmaven.repo.local"));
    }

    private static List<String> flags(StubClone clone, String... names) throws IOException {
        return clone.maven().stream()
                .filter(flag -> List.of(names).contains(flag.replaceFirst("=.*", "")))
                .toList();
    }
}
