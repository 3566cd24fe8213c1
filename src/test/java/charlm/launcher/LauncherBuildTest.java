package charlm.launcher;

import static charlm.Said.requireParts;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running program is not changed under its feet: what the launcher builds, and what it leaves alone. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "charlm.cmd is the launcher there")
final class LauncherBuildTest {
    @TempDir
    private Path folder;

    private StubClone clone;

    @BeforeEach
    void start() throws IOException {
        clone = new StubClone(folder, "clone");
    }

    @Test
    void sourcesAreBuiltOnceAndBuiltAgainWhenTheyChange() throws Exception {
        clone.run("""
                "$charlm" >one 2>err
                "$charlm" >two 2>err.two
                [ "$(jar one)" = "$(jar two)" ] && [ "$(built)" = 1 ] && [ ! -s err.two ]
                age
                "$charlm" >three
                [ "$(jar one)" != "$(jar three)" ] && [ "$(built)" = 2 ]
                [ "$(ls "$builds/$(cat "$builds/current")")" = "$(printf 'charlm-java-17.0.1.jsa\\ncharlm.jar\\nlib\\nlock')" ]
                """);
    }

    @Test
    void whatChangesWhileItIsBuiltIsBuiltAgain() throws Exception {
        clone.run("""
                sleep 0.05 # a file's time may be as old as the last tick of a clock
                ON_BUILD='sleep 0.05; echo changed >"$clone/src/main/Source"' "$charlm"
                "$charlm"
                "$charlm"
                [ "$(built)" = 2 ]
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flock", "perl"})
    void aRunKeepsTheBuildThatItStartedWith(String locks) throws Exception {
        clone.withCommands(List.of(locks)).run("""
                mkfifo go
                ON_RUN='exec cat "$STUB/go"' "$charlm" >first &
                run=$!
                await $run first charlm.jar
                age
                "$charlm" >second
                age
                "$charlm" >third
                [ "$(jar first)" != "$(jar second)" ] && [ "$(jar second)" != "$(jar third)" ]
                cat "$(jar first)" "$(jar third)"
                [ ! -e "$(jar second)" ]
                echo >go
                wait $run
                age
                "$charlm"
                only_build
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flock", "perl"})
    void startsAtOnceBuildOnceAndTheOthersSayThatTheyWait(String locks) throws Exception {
        clone.withCommands(List.of(locks)).run("""
                mkfifo go
                ON_BUILD='cat "$STUB/go"' "$charlm" >first 2>first.err &
                first=$!
                await $first maven.log end
                "$charlm" >second 2>second.err &
                second=$!
                "$charlm" >third 2>third.err &
                third=$!
                await $second second.err 'another start is building; waiting for it'
                await $third third.err 'another start is building; waiting for it'
                echo >go
                wait $first; wait $second; wait $third
                [ "$(built)" = 1 ] && [ "$(jar first)" = "$(jar second)" ] && [ "$(jar first)" = "$(jar third)" ]
                """);
    }

    @Test
    void withoutLocksEachStartBuildsInAFolderOfItsOwn() throws Exception {
        clone.withCommands(List.of()).run("""
                mkfifo go
                ON_BUILD='cat "$STUB/go"' "$charlm" >first 2>first.err &
                first=$!
                await $first maven.log end
                "$charlm" >second
                echo >go
                wait $first
                [ "$(jar first)" != "$(jar second)" ]
                cat "$(jar first)" "$(jar second)"
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flock", "perl"})
    void aKilledBuilderHoldsNobodyUpAndWhatItLeftIsRemoved(String locks) throws Exception {
        clone.withCommands(List.of(locks)).run("""
                mkfifo go
                ON_BUILD='exec cat "$STUB/go"' "$charlm" >first 2>first.err &
                first=$!
                await $first maven.log end
                kill -KILL $first
                wait $first || [ $? -eq 137 ]
                [ ! -e "$builds/current" ]
                "$charlm" 2>err
                fails grep waiting err
                only_build
                echo >go
                """);
    }

    @Test
    void aStoppedBuildEndsWithItsMavenAndLeavesNothing() throws Exception {
        clone.run("""
                mkfifo go
                ON_BUILD='echo $$ >maven.id; exec cat "$STUB/go"' "$charlm" >first 2>first.err &
                first=$!
                await $first clone/maven.id .
                kill -TERM $first
                wait $first || [ $? -eq 143 ]
                fails kill -0 "$(cat clone/maven.id)"
                [ "$(ls "$builds")" = lock ]
                """);
    }

    @Test
    void aFailedBuildLeavesTheOlderOneAsItWas() throws Exception {
        String said = clone.run("""
                "$charlm" >first
                age
                before=$(ls -lR "$builds")
                code=0
                ON_BUILD='echo "Source: wrong" >&2; exit 1' "$charlm" || code=$?
                [ $code -eq 1 ]
                [ "$before" = "$(ls -lR "$builds")" ]
                cat "$(jar first)"
                """);
        requireParts(
                said, "Source: wrong", "charlm: the build failed, see above", "; the build before it stays as it was");
    }

    @Test
    void aFailedFirstBuildLeavesNothing() throws Exception {
        String said = clone.run("! ON_BUILD='exit 1' \"$charlm\" && [ \"$(ls \"$builds\")\" = lock ]");
        assertEquals(-1, said.indexOf("the build before it"), said);
    }

    @Test
    void aCloneThatCannotBeWrittenSaysSo() throws Exception {
        String said = clone.run("""
                mkdir "$clone/target" && echo "a file" >"$clone/target/builds"
                code=0
                "$charlm" || code=$?
                [ $code -eq 5 ] && [ "$(built)" = 0 ]
                """);
        requireParts(said, "/clone/target/builds/cpu' cannot be written and has no build of these sources");
    }

    @Test
    void eachKindOfBuildHasFoldersOfItsOwnAndOthersAreRefused() throws Exception {
        String said = clone.run("""
                "$charlm" >cpu
                CHARLM_BUILD=cuda "$charlm" >cuda
                grep '/builds/cpu/[^/]*/charlm.jar' cpu
                grep '/builds/cuda/[^/]*/charlm.jar' cuda
                code=0
                CHARLM_BUILD=tpu "$charlm" || code=$?
                [ $code -eq 2 ]
                """);
        requireParts(said, "charlm: CHARLM_BUILD is cpu (the default) or cuda, got 'tpu'");
        assertEquals(1, clone.maven().stream().filter("-Pcuda"::equals).count());
    }

    @Test
    void aDistributionIsRunAsItIs() throws Exception {
        String said = clone.run("echo jar >\"$clone/charlm.jar\" && \"$charlm\" && [ ! -e \"$clone/target\" ]");
        requireParts(said, "\n-jar\n", "/clone/charlm.jar\n");
        assertEquals(List.of(), clone.maven());
    }
}
