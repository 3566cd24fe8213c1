package charlm.report;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The libraries that this program runs with: the names of their jars, which carry the versions. */
public final class Libraries {
    private static final String JAR = ".jar";

    private Libraries() {}

    /** Returns names such as {@code nd4j-api-1.0.0-M2.1}, sorted. */
    public static List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            add(names, entry);
        }
        manifestClassPath().forEach(entry -> add(names, entry));
        return List.copyOf(names);
    }

    private static void add(TreeSet<String> names, String entry) {
        if (entry.endsWith(JAR)) {
            String file = String.valueOf(Path.of(entry).getFileName());
            names.add(file.substring(0, file.length() - JAR.length()));
        }
    }

    /** Returns what the manifest of our own jar puts on the class path; nothing when this does not run from a jar. */
    private static Stream<String> manifestClassPath() {
        try {
            for (URL manifest :
                    Collections.list(Libraries.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
                try (var in = manifest.openStream()) {
                    Attributes attributes = new Manifest(in).getMainAttributes();
                    if ("charlm".equals(attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE))) {
                        String path = attributes.getValue(Attributes.Name.CLASS_PATH);
                        return path == null ? Stream.empty() : Stream.of(path.split(" +"));
                    }
                }
            }
            return Stream.empty();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
