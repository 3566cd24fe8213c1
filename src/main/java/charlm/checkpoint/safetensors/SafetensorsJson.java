package charlm.checkpoint.safetensors;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON of a safetensors header token by token: an object of tensors, each of three known fields, and an object
 * of strings called {@code __metadata__}. Anything else ends the reading where it stands, so that no header can ask for
 * more memory than a small multiple of its own length.
 */
final class SafetensorsJson {
    static final String METADATA_KEY = "__metadata__";

    private static final int MAX_TENSORS = 1 << 20;
    private static final int MAX_METADATA = 1 << 12;
    private static final int MAX_DIMENSIONS = 32;
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private final Path file;
    private final JsonParser parser;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<DeclaredTensor> entries = new ArrayList<>();

    /** One tensor as the header describes it. */
    record DeclaredTensor(String name, String type, long[] shape, long[] offsets) {}

    private SafetensorsJson(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** Reads all of {@code json}; throws {@link CheckpointException}. */
    static SafetensorsJson read(Path file, byte[] json) {
        Reader text = new InputStreamReader(
                new ByteArrayInputStream(json),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        try (JsonParser parser = STRICT.createParser(ObjectReadContext.empty(), text)) {
            SafetensorsJson header = new SafetensorsJson(file, parser);
            header.root();
            return header;
        } catch (JacksonException e) {
            throw new CheckpointException(file, "the header is not valid JSON (" + e.getOriginalMessage() + ")", e);
        }
    }

    Map<String, String> metadata() {
        return metadata;
    }

    List<DeclaredTensor> entries() {
        return entries;
    }

    private void root() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw problem("the header is not valid JSON of an object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (name.equals(METADATA_KEY)) {
                strings();
            } else if (entries.size() == MAX_TENSORS) {
                throw problem("the header describes more than " + MAX_TENSORS + " tensors");
            } else {
                entries.add(entry(name));
            }
        }
        if (parser.nextToken() != null) {
            throw problem("the header goes on behind its end");
        }
    }

    private void strings() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw problem(METADATA_KEY + " must be an object of strings");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw problem(METADATA_KEY + "." + key + " must be a string");
            }
            if (metadata.size() == MAX_METADATA) {
                throw problem(METADATA_KEY + " has more than " + MAX_METADATA + " entries");
            }
            metadata.put(key, parser.getString());
        }
    }

    private DeclaredTensor entry(String name) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw problem("tensor " + name + " is not described by an object");
        }
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            switch (field) {
                case "dtype" -> type = text(name);
                case "shape" -> shape = numbers(name, field);
                case "data_offsets" -> offsets = numbers(name, field);
                default -> throw problem("tensor " + name + " has an unknown field " + field);
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw problem("tensor " + name + " lacks its dtype, shape or data_offsets");
        }
        return new DeclaredTensor(name, type, shape, offsets);
    }

    private String text(String name) {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw problem("tensor " + name + " has a dtype that is no text");
        }
        return parser.getString();
    }

    private long[] numbers(String name, String field) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw problem("tensor " + name + " has no list of numbers " + field);
        }
        long[] numbers = new long[MAX_DIMENSIONS];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == MAX_DIMENSIONS) {
                throw problem("tensor " + name + " has more than " + MAX_DIMENSIONS + " numbers in " + field);
            }
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getLongValue() < 0) {
                throw problem("tensor " + name + " has " + parser.getString() + " in " + field);
            }
            numbers[count++] = parser.getLongValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    private CheckpointException problem(String problem) {
        return new CheckpointException(file, problem);
    }
}
