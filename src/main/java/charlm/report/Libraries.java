package charlm.report;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The libraries on the class path: the names of their jars, which contain the versions. */
public final class Libraries {
    private static final String JAR = ".jar";

    private Libraries() {}

    /** Returns names such as {@code nd4j-api-1.0.0-M2.1}, sorted. */
    public static List<String> names() {
        String[] own = System.getProperty("java.class.path").split(File.pathSeparator);
        return Stream.concat(Stream.of(own), Stream.of(manifestClassPath().split(" +")))
                .filter(entry -> entry.endsWith(JAR))
                .map(entry -> String.valueOf(Path.of(entry).getFileName()))
                .map(file -> file.substring(0, file.length() - JAR.length()))
                .sorted()
                .distinct()
                .toList();
    }

    /** Returns the class path that the manifest of charlm's jar adds; empty when this does not run from a jar. */
    private static String manifestClassPath() {
        try {
            for (URL manifest :
                    Collections.list(Libraries.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
                try (InputStream in = manifest.openStream()) {
                    Attributes attributes = new Manifest(in).getMainAttributes();
                    if ("charlm".equals(attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE))) {
                        return String.valueOf(attributes.getValue(Attributes.Name.CLASS_PATH));
                    }
                }
            }
        } catch (IOException e) {
            return ""; // the manifest of a run lacks the names then
        }
        return "";
    }
}
