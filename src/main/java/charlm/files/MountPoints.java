package charlm.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The places where something is mounted. A single file can be one, as where a container is given a file; no other file can
 * take its place.
 *
 * @param lines of Linux; see proc_pid_mountinfo(5)
 */
record MountPoints(String lines) {
    private static final Path FILE = Path.of("/proc/self/mountinfo");
    private static final int PLACE = 4; // the field of a line that names it

    static MountPoints ofThisProcess() {
        try {
            return new MountPoints(new String(Files.readAllBytes(FILE), StandardCharsets.UTF_8));
        } catch (IOException e) { // another system than Linux
            return new MountPoints("");
        }
    }

    boolean contains(Path file) {
        String name = file.toString()
                .replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
        return lines.lines().map(line -> line.split(" ")).anyMatch(it -> it.length > PLACE && it[PLACE].equals(name));
    }
}
