package charlm.report.tensorboard;

import charlm.files.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folder that a run writes its events to. TensorBoard shows a folder as one run: what starts at step 0 there hides all
 * that was there before.
 *
 * <p>Differs from the reference: where its folder holds events already, a fresh run goes to the next one that holds none,
 * with {@code _2}, {@code _3}, ... behind its name.
 */
public record EventFolder(Path path) {
    /** Returns the first folder without events, {@code reference} or a numbered one beside it. */
    public static EventFolder fresh(Path reference) {
        Path candidate = reference;
        for (int number = 2; holdsEvents(candidate); number++) {
            candidate = reference.resolveSibling(reference.getFileName() + "_" + number);
        }
        return new EventFolder(candidate);
    }

    private static boolean holdsEvents(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(EventFileWriter::isEventFile);
        } catch (IOException e) {
            throw new OutputException(folder, "cannot be listed (" + e + "); is this folder readable?", e);
        }
    }

    /** Returns the folder of a run that wrote to {@code name} before it was interrupted. */
    public static EventFolder of(Path reference, String name) {
        return new EventFolder(reference.resolveSibling(name));
    }

    /** Returns the name, by which a resumed run finds it. */
    public String name() {
        return path.getFileName().toString();
    }
}
