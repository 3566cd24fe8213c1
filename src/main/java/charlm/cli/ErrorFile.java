package charlm.cli;

import charlm.cli.command.VersionProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file for the stack trace of an internal error, which a report of it needs.
 *
 * @param commandLine that led to it
 * @param folders the first that can be written to takes the file
 */
record ErrorFile(String commandLine, List<Path> folders) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    /** Writes a file that was not there before and returns it; empty where no folder takes it. */
    Optional<Path> write(List<String> trace) {
        String now = ZonedDateTime.now(ZoneOffset.UTC).format(TIME);
        String name = "charlm-error-" + now + "-" + ProcessHandle.current().pid() + ".txt";
        List<String> lines = new ArrayList<>(List.of(
                "charlm " + VersionProvider.version() + ", Java " + System.getProperty("java.version") + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                commandLine,
                ""));
        lines.addAll(trace);
        for (Path folder : folders) {
            try {
                Path file = folder.resolve(name).toAbsolutePath();
                return Optional.of(Files.write(file, lines, StandardOpenOption.CREATE_NEW));
            } catch (IOException | SecurityException e) { // the next folder, or none
                continue;
            }
        }
        return Optional.empty();
    }
}
