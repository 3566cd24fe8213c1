package charlm.checkpoint.safetensors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The checked header of a safetensors file: which tensors it holds, where, and its metadata.
 *
 * <p>Format: 8 bytes little-endian length, that many bytes of JSON, then the data
 * (https://github.com/huggingface/safetensors). Everything is verified against the length of the file before any tensor
 * is read: types known, offsets in order without overlap, hole or rest, sizes equal to the shapes.
 */
public final class SafetensorsHeader {
    private final List<TensorEntry> entries;
    private final Map<String, String> metadata;

    /** One tensor: its bytes lie at {@code begin} to {@code end} of the data section. */
    public record TensorEntry(String name, ElementType type, long[] shape, long begin, long end) {}

    private SafetensorsHeader(List<TensorEntry> entries, Map<String, String> metadata) {
        this.entries = entries;
        this.metadata = metadata;
    }

    public List<TensorEntry> entries() {
        return entries;
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    /** Parses and verifies {@code json} for a file with {@code dataLength} bytes of data. */
    static SafetensorsHeader parse(Path file, byte[] json, long dataLength) {
        SafetensorsJson header = SafetensorsJson.read(file, json);
        List<TensorEntry> entries = new ArrayList<>();
        header.entries().forEach(entry -> entries.add(checked(file, entry)));
        entries.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        requireGapless(file, entries, dataLength);
        return new SafetensorsHeader(Collections.unmodifiableList(entries), header.metadata());
    }

    private static TensorEntry checked(Path file, SafetensorsJson.DeclaredTensor entry) {
        String name = entry.name();
        ElementType type = ElementType.named(entry.type());
        if (type == null) {
            throw new CheckpointException(
                    file, "tensor " + name + " has type " + entry.type() + ", which is not read; store F32");
        }
        long[] offsets = entry.offsets();
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw new CheckpointException(
                    file, "tensor " + name + " has data_offsets " + NamedTensor.describe(offsets));
        }
        requireSize(file, name, type, entry.shape(), offsets[1] - offsets[0]);
        return new TensorEntry(name, type, entry.shape(), offsets[0], offsets[1]);
    }

    private static void requireSize(Path file, String name, ElementType type, long[] shape, long bytes) {
        try {
            if (Math.multiplyExact(NamedTensor.elements(shape), (long) type.bytes()) == bytes) {
                return;
            }
        } catch (ArithmeticException e) {
            // A product beyond 2^63 cannot equal any size; the message below says so.
        }
        throw new CheckpointException(
                file,
                "tensor " + name + " of shape " + NamedTensor.describe(shape) + " and type " + type + " cannot lie in "
                        + bytes + " bytes");
    }

    private static void requireGapless(Path file, List<TensorEntry> entries, long dataLength) {
        long position = 0;
        for (TensorEntry entry : entries) {
            if (entry.begin() != position) {
                throw new CheckpointException(
                        file,
                        "tensor " + entry.name() + " begins at byte " + entry.begin() + " of the data, expected "
                                + position + ": the file has overlaps or holes");
            }
            position = entry.end();
        }
        if (position != dataLength) {
            throw new CheckpointException(
                    file,
                    "the header describes " + position + " bytes of data, the file has " + dataLength
                            + (dataLength < position ? "; it is cut short, copy it again" : ""));
        }
    }
}
