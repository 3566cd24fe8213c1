package charlm.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder that is made, with those above it, when it is needed. Links are followed, also to folders yet to be made. */
public final class OutputFolder {
    private OutputFolder() {}

    /** Throws {@link OutputException} unless {@code folder} is a writable folder or can be made; writes nothing. */
    public static void require(Path folder) {
        List<Path> missing = new ArrayList<>();
        Path existing = OutputTarget.of(folder).file();
        while (!Files.exists(existing)) {
            missing.add(existing.getFileName());
            if (existing.getParent() == null) {
                throw new OutputException(folder, "cannot be made: its drive does not exist; name another folder");
            }
            existing = OutputTarget.of(existing.getParent()).file();
        }
        if (!Files.isDirectory(existing) || !FileOperations.current().isWritable(existing)) {
            throw new OutputException(
                    folder, "cannot be made: " + existing + " is no folder that may be written to; make it one");
        }
        for (Path name : missing) {
            if (!OutputTarget.takesName(existing.resolve(name))) {
                throw new OutputException(folder, "cannot be made: the name " + name + " is too long; shorten it");
            }
        }
    }

    /** Makes {@code folder} unless it is there. */
    public static void create(Path folder) throws IOException {
        Path target = OutputTarget.of(folder).file();
        if (Files.isDirectory(target)) {
            return;
        }
        if (target.getParent() != null) {
            create(target.getParent());
        }
        try {
            Files.createDirectory(target);
        } catch (FileAlreadyExistsException e) { // made meanwhile, or no folder
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }
}
