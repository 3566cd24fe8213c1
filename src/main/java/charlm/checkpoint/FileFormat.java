package charlm.checkpoint;

import charlm.checkpoint.safetensors.CheckpointException;
import charlm.checkpoint.torch.TorchLegacy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The formats of a checkpoint (parameter file), recognised by content. */
enum FileFormat {
    SAFETENSORS,
    TORCH_ZIP,
    TORCH_LEGACY;

    private static final int HEAD_BYTES = 9;

    /** Looks at the first bytes; throws {@link CheckpointException} for any other file. */
    static FileFormat of(Path file) {
        byte[] head = head(file);
        if (head.length == 0) {
            throw new CheckpointException(file, "is empty; was the program that wrote it interrupted?");
        }
        if (head.length > 3 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
            return TORCH_ZIP;
        }
        if (TorchLegacy.beginsLike(head)) {
            return TORCH_LEGACY;
        }
        if (head.length == HEAD_BYTES && head[HEAD_BYTES - 1] == '{' && !isText(head)) {
            return SAFETENSORS;
        }
        throw new CheckpointException(
                file,
                "is not a checkpoint: neither safetensors nor a PyTorch state dict; name a file that pretrain or finetune wrote");
    }

    /** Returns whether no byte is zero: the length field of a safetensors file has zero bytes, text has none. */
    private static boolean isText(byte[] head) {
        for (byte value : head) {
            if (value == 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] head(Path file) {
        if (!Files.exists(file)) {
            throw new CheckpointException(file, "does not exist; name a checkpoint that pretrain or finetune wrote");
        }
        if (Files.isDirectory(file)) {
            throw new CheckpointException(file, "is a folder; name a checkpoint");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD_BYTES);
        } catch (IOException e) {
            throw new CheckpointException(file, "cannot be read (" + e + ")", e);
        }
    }
}
