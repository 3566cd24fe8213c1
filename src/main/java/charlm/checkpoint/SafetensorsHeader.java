package charlm.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.jr.ob.JSON;

/**
 * The checked header of a safetensors file: which tensors it holds, where, and its metadata.
 *
 * <p>Format: 8 bytes little-endian length, that many bytes of JSON, then the data
 * (https://github.com/huggingface/safetensors). Everything is verified against the length of the file before any tensor
 * is read: types known, offsets in order without overlap, hole or rest, sizes equal to the shapes.
 */
final class SafetensorsHeader {
    static final String METADATA_KEY = "__metadata__";

    private static final JSON STRICT_JSON = JSON.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final List<Entry> entries;
    private final Map<String, String> metadata;

    /** One tensor: its bytes lie at {@code begin} to {@code end} of the data section. */
    record Entry(String name, ElementType type, long[] shape, long begin, long end) {}

    private SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
        this.entries = entries;
        this.metadata = metadata;
    }

    List<Entry> entries() {
        return entries;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** Parses and verifies {@code json} for a file with {@code dataLength} bytes of data. */
    static SafetensorsHeader parse(Path file, byte[] json, long dataLength) {
        Map<String, Object> root;
        try {
            root = STRICT_JSON.mapFrom(json);
        } catch (JacksonException e) {
            throw new CheckpointException(file, "the header is not valid JSON (" + e.getOriginalMessage() + ")", e);
        }
        Map<String, String> metadata = metadata(file, root.remove(METADATA_KEY));
        List<Entry> entries = new ArrayList<>();
        root.forEach((name, value) -> entries.add(entry(file, name, value)));
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        requireGapless(file, entries, dataLength);
        return new SafetensorsHeader(Collections.unmodifiableList(entries), metadata);
    }

    private static Map<String, String> metadata(Path file, Object value) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (value == null) {
            return metadata;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new CheckpointException(file, METADATA_KEY + " must be an object of strings");
        }
        map.forEach((key, text) -> {
            if (!(text instanceof String)) {
                throw new CheckpointException(file, METADATA_KEY + "." + key + " must be a string");
            }
            metadata.put(String.valueOf(key), (String) text);
        });
        return metadata;
    }

    private static Entry entry(Path file, String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new CheckpointException(file, "tensor " + name + " is not described by an object");
        }
        ElementType type = ElementType.named(String.valueOf(map.get("dtype")));
        if (type == null) {
            throw new CheckpointException(
                    file, "tensor " + name + " has type " + map.get("dtype") + ", which is not read; store F32");
        }
        long[] shape = longs(file, name, "shape", map.get("shape"));
        long[] offsets = longs(file, name, "data_offsets", map.get("data_offsets"));
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
            throw new CheckpointException(
                    file, "tensor " + name + " has data_offsets " + NamedTensor.describe(offsets));
        }
        requireSize(file, name, type, shape, offsets[1] - offsets[0]);
        return new Entry(name, type, shape, offsets[0], offsets[1]);
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

    private static long[] longs(Path file, String name, String key, Object value) {
        if (!(value instanceof List<?> list)) {
            throw new CheckpointException(file, "tensor " + name + " has no list of numbers " + key);
        }
        long[] numbers = new long[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            Object number = list.get(i);
            if (!(number instanceof Integer || number instanceof Long) || ((Number) number).longValue() < 0) {
                throw new CheckpointException(file, "tensor " + name + " has " + number + " in " + key);
            }
            numbers[i] = ((Number) number).longValue();
        }
        return numbers;
    }

    private static void requireGapless(Path file, List<Entry> entries, long dataLength) {
        long position = 0;
        for (Entry entry : entries) {
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
