package charlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries never make a folder "?". */
final class UserHomeTest {
    @TempDir
    private Path folder;

    @Test
    void aUserWithANameKeepsTheHome() {
        assertEquals("/nowhere", chosen("ada", "/nowhere", folder.toString()));
    }

    @Test
    void aUserWithoutANameTakesHomeFromTheEnvironment() {
        assertEquals(folder.toString(), chosen("?", "?", folder.toString()));
        assertEquals(folder.toString(), chosen("?", "/nowhere", folder.toString())); // as newer JVMs say
        assertEquals(folder.toString(), chosen("?", folder.toString(), "/nowhere"));
        assertEquals(folder.toString(), chosen("ada", "?", folder.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "relative", "/nowhere", "/nowhere\0"})
    void withoutAFolderThatCanBeWrittenItLiesBesideTheTemporaryOnes(String home) {
        requireTemporary(chosen("?", "?", home));
        requireTemporary(chosen("?", home, null));
    }

    @Test
    void aFileIsNoHome() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        requireTemporary(chosen("?", "?", file.toString()));
    }

    private void requireTemporary(String home) {
        assertEquals(folder.resolve("tmp"), Path.of(home).getParent());
        assertTrue(home.matches(".*charlm-(\\d+|user)"), home);
    }

    private String chosen(String name, String home, String environment) {
        Properties system = new Properties();
        system.setProperty("user.name", name);
        system.setProperty("user.home", home);
        system.setProperty("java.io.tmpdir", folder.resolve("tmp").toString());
        UserHome.choose(system, environment);
        return system.getProperty("user.home");
    }
}
