package charlm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathJarsTest {
    @TempDir
    private Path folder;

    private Path jar(String name, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path file = folder.resolve(name);
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }

    @Test
    void theJarsOfThisProcessAreWhole() {
        assertEquals(Optional.empty(), ClassPathJars.firstFault());
    }

    @Test
    void aJarThatAManifestNamesAndIsNotThereIsNamed() throws IOException {
        Path jar = jar("main.jar", "lib/other.jar classes/ main.jar");
        assertEquals(
                Optional.of("there is no " + folder.resolve("lib/other.jar") + "; build or unpack charlm again"),
                ClassPathJars.firstFault(jar.toString()));
    }

    /** Libraries name others that charlm does without. */
    @Test
    void whatALibrarysManifestNamesMayBeMissing() throws IOException {
        String classPath = jar("one.jar", "none.jar") + File.pathSeparator + jar("two.jar", "none.jar");
        assertEquals(Optional.empty(), ClassPathJars.firstFault(classPath));
    }

    @Test
    void aJarThatIsCutShortIsNamedAtAnyLength() throws IOException {
        Path jar = jar("main.jar", "other.jar");
        byte[] whole = Files.readAllBytes(jar("other.jar", ""));
        for (int length = 0; length < whole.length; length += 7) {
            byte[] part = new byte[length];
            System.arraycopy(whole, 0, part, 0, length);
            Files.write(folder.resolve("other.jar"), part);
            String fault = ClassPathJars.firstFault(jar.toString()).orElse("");
            assertTrue(fault.startsWith(folder.resolve("other.jar") + " is damaged ("), length + ": " + fault);
        }
    }
}
