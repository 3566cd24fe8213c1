package charlm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder whose {@link FolderFile}s are one model in Hugging Face's layout. Other files in it stay as they are. */
public record ModelFolder(Path folder) {
    /** The files by which the library would take charlm's folder for another model. */
    private static final List<String> OF_OTHERS = List.of(
            "model.safetensors.index.json",
            "pytorch_model.bin",
            "pytorch_model.bin.index.json",
            "adapter_config.json",
            "added_tokens.json",
            "special_tokens_map.json");

    /** Returns whether {@code path} is a folder with a model's config. */
    public static boolean isAt(Path path) {
        return Files.isDirectory(path) && Files.exists(new ModelFolder(path).file(FolderFile.CONFIG));
    }

    /** Returns the file that holds the parameters of the checkpoint at {@code path}, a file or such a folder. */
    public static Path parameters(Path path) {
        return isAt(path) ? new ModelFolder(path).file(FolderFile.WEIGHTS) : path;
    }

    public Path file(FolderFile file) {
        return folder.resolve(file.fileName());
    }

    /** Returns all files of the model. */
    public List<Path> files() {
        return Stream.of(FolderFile.values()).map(this::file).toList();
    }

    /** Throws {@link OutputException} unless the folder is there or can be made, and no file of others is in the way. */
    void require() {
        OutputFolder.require(folder);
        if (!Files.exists(folder)) {
            return;
        }
        for (String name : OF_OTHERS) {
            if (Files.exists(folder.resolve(name))) {
                throw new OutputException(
                        folder.resolve(name), "belongs to another model; move it away, or name another folder");
            }
        }
        for (FolderFile file : FolderFile.values()) {
            file.requireOwn(file(file));
        }
    }

    /**
     * Writes all files so that a reader sees the old model, the new one or, for a moment, none: once all are whole on the
     * disk, the old config goes, the others are replaced, and the new config comes last. When that fails before, the old
     * model stays.
     *
     * @throws OutputException as {@link #require}, and for an {@link IOException}
     */
    public void write(Map<FolderFile, AtomicFile.Content> contents) {
        require();
        try {
            FileOperations.current().createFolder(folder);
        } catch (IOException e) {
            throw AtomicFile.failed(folder, e);
        }
        OutputLock lock = OutputLock.acquire(file(FolderFile.WEIGHTS));
        try {
            require();
            files().forEach(AtomicFile::deleteLeftovers);
            replace(contents);
        } finally {
            lock.close();
        }
    }

    private void replace(Map<FolderFile, AtomicFile.Content> contents) {
        FileOperations files = FileOperations.current();
        Map<Path, Path> staged = new LinkedHashMap<>(); // temporary file -> file
        AtomicFile.orDelete(staged.keySet(), folder, () -> {
            for (FolderFile file : FolderFile.values()) {
                Path whole = AtomicFile.file(file(file));
                staged.put(AtomicFile.stage(file(file), whole, contents.get(file)), whole);
            }
            files.delete(OutputTarget.of(file(FolderFile.CONFIG)).file());
            for (Map.Entry<Path, Path> entry : staged.entrySet()) {
                files.rename(entry.getKey(), entry.getValue());
            }
            files.forceFolder(OutputTarget.of(folder).file());
        });
    }
}
