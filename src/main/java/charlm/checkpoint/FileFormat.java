package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.files.FileKind;
import charlm.files.FolderFile;
import charlm.files.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The formats of a checkpoint (parameter file), recognised by content. */
enum FileFormat {
    SAFETENSORS("charlm safetensors", "safetensors of another program"),
    TORCH_ZIP("charlm PyTorch state dict", "PyTorch state dict (zip)"),
    TORCH_LEGACY("charlm PyTorch state dict", "PyTorch state dict (legacy)"),
    HUGGING_FACE("charlm Hugging Face folder", "Hugging Face folder of another program");

    private static final String WAY_OUT = "; name a file that pretrain or finetune wrote";

    private final String ownLabel;
    private final String foreignLabel;

    FileFormat(String ownLabel, String foreignLabel) {
        this.ownLabel = ownLabel;
        this.foreignLabel = foreignLabel;
    }

    /** Returns in words the format of a file that charlm wrote. */
    String ownLabel() {
        return ownLabel;
    }

    /** Returns in words the format of another program's file. */
    String foreignLabel() {
        return foreignLabel;
    }

    /** Looks at the first bytes; throws {@link CheckpointException} for any other file. */
    static FileFormat of(Path file) {
        if (ModelFolder.isAt(file)) {
            return HUGGING_FACE;
        }
        return switch (kind(file)) {
            case SAFETENSORS -> SAFETENSORS;
            case ZIP -> TORCH_ZIP;
            case TORCH_LEGACY -> TORCH_LEGACY;
            case EMPTY -> throw new CheckpointException(file, "is empty; was the program that wrote it interrupted?");
            case TEXT -> throw new CheckpointException(file, "is a text, not a checkpoint" + WAY_OUT);
            case PICKLE ->
                throw new CheckpointException(
                        file,
                        "is a Python pickle, but torch.save did not write it; save the parameters with"
                                + " torch.save(model.state_dict(), \"model.pt\")");
            case OTHER ->
                throw new CheckpointException(
                        file, "is not a checkpoint: neither safetensors nor a PyTorch state dict" + WAY_OUT);
        };
    }

    private static FileKind kind(Path file) {
        if (!Files.exists(file)) {
            throw new CheckpointException(file, "does not exist; name a checkpoint that pretrain or finetune wrote");
        }
        if (Files.isDirectory(file)) {
            throw new CheckpointException(
                    file, "is a folder without " + FolderFile.CONFIG.fileName() + "; name a checkpoint");
        }
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(
                    file, "is a stream, and a checkpoint is read more than once; copy it into a file and name that");
        }
        try {
            return FileKind.of(file);
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be read (" + e + ")", e);
        }
    }
}
