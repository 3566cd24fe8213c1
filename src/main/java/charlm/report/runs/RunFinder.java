package charlm.report.runs;

import charlm.data.InputException;
import charlm.files.RunPaths;
import charlm.report.RunManifest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds runs by their manifests. */
public final class RunFinder {
    private static final Logger LOG = LoggerFactory.getLogger(RunFinder.class);

    private RunFinder() {}

    /**
     * A run that was found.
     *
     * @param name the path of its result, as it was found
     */
    public record Run(String name, RunManifest manifest) {}

    /**
     * Returns the runs of {@code paths}, by name: of a folder all below it, of any other file the one that it belongs to. In a
     * folder, a file that is named like a manifest and is none is left out with a warning.
     *
     * @throws InputException for a file that belongs to no run, and where there is no run at all
     */
    public static List<Run> find(List<Path> paths) {
        Set<Path> below = new TreeSet<>();
        List<Run> runs = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                below.addAll(manifests(path));
            } else {
                Path manifest = RunPaths.ofManifest(path).isPresent() ? path : new RunPaths(path).manifest();
                if (!Files.exists(manifest)) {
                    throw new InputException(
                            path,
                            Files.exists(path)
                                    ? "there is no manifest of its run beside it (" + manifest.getFileName() + ")"
                                    : "there is no such file or folder");
                }
                runs.add(run(manifest));
            }
        }
        for (Path manifest : below) {
            try {
                runs.add(run(manifest));
            } catch (InputException e) {
                LOG.warn("left out: {}", e.getMessage());
            }
        }
        if (runs.isEmpty()) {
            throw new InputException(paths.get(0), "there is no manifest of a run (*.run.json) in it or below it");
        }
        return runs.stream().distinct().sorted(Comparator.comparing(Run::name)).toList();
    }

    private static Run run(Path manifest) {
        String name = RunPaths.ofManifest(manifest)
                .map(RunPaths::result)
                .orElse(manifest)
                .toString();
        return new Run(name, RunManifest.read(manifest));
    }

    /** Links to folders are not followed, since they can lead in circles. */
    private static Set<Path> manifests(Path folder) {
        Set<Path> found = new TreeSet<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (RunPaths.ofManifest(file).isPresent() && !Files.isDirectory(file)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    LOG.warn("left out: {}: cannot be read ({})", file, e.toString());
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new InputException(folder, "cannot be read (" + e + ")", e);
        }
        return found;
    }
}
