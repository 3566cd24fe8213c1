package charlm.checkpoint.safetensors;

import charlm.files.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * SHA-256 digests of tensors, whatever the metadata of their file: equal runs write different files, since the command is
 * in the metadata.
 *
 * <p>The digest of a tensor is SHA-256 of its name, its dtype and its shape, each in UTF-8 and followed by a zero byte, and
 * of its bytes, little-endian. The shape is the dimensions in decimal with commas between them. The digest over all is
 * SHA-256 of the digests of the tensors, 32 bytes each, in the order of their names. {@code ci/TensorDigest.java} computes
 * the same digests without this program.
 */
public final class TensorDigests {
    private final Map<String, byte[]> byName = new TreeMap<>();

    /** Adds a tensor as an F32 one. */
    public void add(NamedTensor tensor) {
        add(
                tensor.name(),
                ElementType.F32,
                tensor.shape(),
                digest -> Safetensors.forEachChunk(List.of(tensor), digest::update));
    }

    /** Adds a tensor as its file stores it. */
    void add(SafetensorsHeader.TensorEntry entry, ByteBuffer bytes) {
        add(entry.name(), entry.type(), entry.shape(), digest -> digest.update(bytes));
    }

    private void add(String name, ElementType type, long[] shape, Consumer<MessageDigest> data) {
        String dims = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(","));
        MessageDigest digest = Sha256.digest();
        for (String part : List.of(name, type.name(), dims)) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        data.accept(digest);
        byName.put(name, digest.digest());
    }

    /** Returns a line {@code DIGEST  NAME} for each tensor, by name, and one for all of them. */
    public List<String> lines() {
        MessageDigest all = Sha256.digest();
        List<String> lines = new ArrayList<>();
        byName.forEach((name, digest) -> {
            all.update(digest);
            lines.add(HexFormat.of().formatHex(digest) + "  " + name);
        });
        lines.add(Sha256.digits(all) + "  all tensors");
        return lines;
    }
}
