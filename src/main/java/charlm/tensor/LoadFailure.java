package charlm.tensor;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/** Explains why a native library cannot be loaded: what, where, the way out. */
final class LoadFailure {
    /** A file, once or twice, and the system's reason why it cannot be loaded. */
    private static final Pattern FILE_AND_REASON = Pattern.compile("((?:/|[A-Za-z]:\\\\).*?): (?:\\1: )?(.*)");

    private static final Pattern FORBIDDEN =
            Pattern.compile(".*(failed to map segment|Operation not permitted|Permission denied).*");
    private static final Pattern DAMAGED = Pattern.compile(
            ".*(too short|invalid ELF|cut short|truncated|not a mach-o|not a valid).*", Pattern.CASE_INSENSITIVE);
    private static final String OTHER_FOLDER =
            "name another folder by CHARLM_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=FOLDER";

    private LoadFailure() {}

    /** Explains {@code failure} of this process. */
    static String explain(Throwable failure) {
        return explain(failure, ClassPathJars::firstFault);
    }

    /** Explains {@code failure} of a process whose jars have that fault. */
    static String explain(Throwable failure, Supplier<Optional<String>> jarFault) {
        Throwable root = root(failure);
        String reason = firstLine(root);
        if (root instanceof IOException) {
            return "its libraries cannot be unpacked into " + cacheFolder() + " (" + reason
                    + "); make room for 500 MB there, or " + OTHER_FOLDER;
        }
        Matcher library = FILE_AND_REASON.matcher(reason);
        if (root instanceof UnsatisfiedLinkError && library.matches()) {
            return "the system does not load " + library.group(1) + " (" + library.group(2) + ")"
                    + wayOut(library.group(2));
        }
        return jarFault.get().orElseGet(() -> missing(root, reason));
    }

    /** Returns the first line of the last in a chain of causes. */
    static String rootCause(Throwable thrown) {
        Throwable root = root(thrown);
        return root.toString().lines().findFirst().orElse(root.getClass().getName());
    }

    private static String missing(Throwable root, String reason) {
        return root instanceof LinkageError
                ? reason + " This build lacks the native libraries of " + Loader.getPlatform() + "; build it there"
                : rootCause(root);
    }

    private static String wayOut(String reason) {
        if (FORBIDDEN.matcher(reason).matches()) {
            return "; if that folder is mounted noexec, " + OTHER_FOLDER;
        } else if (DAMAGED.matcher(reason).matches()) {
            return "; delete that file, the next start unpacks it again";
        }
        return "; install what it names, or use a system that has it";
    }

    private static String cacheFolder() {
        try {
            return Loader.getCacheDir().getPath();
        } catch (IOException | LinkageError e) {
            return System.getProperty("org.bytedeco.javacpp.cachedir", "the folder .javacpp/cache of your home");
        }
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    }
}
