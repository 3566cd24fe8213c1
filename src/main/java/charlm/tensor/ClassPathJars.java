package charlm.tensor;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jars that classes and native libraries come from. A JVM passes over one that it cannot read, without a word. */
public final class ClassPathJars {
    private static final String JAR = ".jar";

    private ClassPathJars() {}

    /** Returns a line about the first jar of this process that is missing or damaged. */
    public static Optional<String> firstFault() {
        return firstFault(System.getProperty("java.class.path"));
    }

    /** Returns a line about the first of {@code classPath}; of one jar alone, also about those that its manifest names. */
    static Optional<String> firstFault(String classPath) {
        List<File> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            jars.add(new File(entry));
        }
        for (int i = 0; i < jars.size(); i++) {
            File file = jars.get(i);
            if (!file.getName().endsWith(JAR)) {
                continue;
            }
            try (JarFile jar = new JarFile(file)) {
                if (jars.size() == 1) {
                    named(jar).forEach(name -> jars.add(new File(file.getParentFile(), name)));
                }
            } catch (IOException e) {
                String fault = file.exists() ? file + " is damaged (" + e.getMessage() + ")" : "there is no " + file;
                return Optional.of(fault + "; build or unpack charlm again");
            }
        }
        return Optional.empty();
    }

    private static List<String> named(JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        String names = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        return names == null ? List.of() : List.of(names.split(" +"));
    }
}
