package charlm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The folder in which libraries keep what belongs to the user, such as JavaCPP its unpacked native code. A user id that
 * stands in no list of users, as in containers, has none: Java calls it "?", and libraries would make a folder of that
 * name wherever charlm is called.
 */
final class UserHome {
    private static final String NAME = "user.name";
    private static final String HOME = "user.home";
    private static final String UNKNOWN = "?";

    private UserHome() {}

    /**
     * Sets the home of a user without a name: to the one that is set already or to {@code environment}, the variable
     * HOME, where that is a folder that can be written, else to a folder beside the temporary ones.
     */
    static void choose(Properties system, String environment) {
        String home = system.getProperty(HOME, UNKNOWN);
        if (UNKNOWN.equals(system.getProperty(NAME)) || UNKNOWN.equals(home)) {
            system.setProperty(
                    HOME,
                    Stream.of(home, environment == null ? UNKNOWN : environment)
                            .filter(UserHome::isUsable)
                            .findFirst()
                            .orElseGet(() -> Path.of(system.getProperty("java.io.tmpdir"), "charlm-" + userId())
                                    .toString()));
        }
    }

    private static boolean isUsable(String home) {
        try {
            Path folder = Path.of(home);
            return folder.isAbsolute() && Files.isDirectory(folder) && Files.isWritable(folder);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Returns the number that the user is known by to the system, for users must not take each other's folder. */
    private static Object userId() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "user"; // outside of Linux, users have names
        }
    }
}
